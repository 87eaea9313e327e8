package io.faasbatch.experiments.trace;

/** Enough of a hash to tell apps and functions apart. */
final class ShortName {

    private static final int LENGTH = 12;

    private ShortName() {}

    static String of(String hash) {
        return hash.length() > LENGTH ? hash.substring(0, LENGTH) : hash;
    }

    /** A function whose name counts within its app only. */
    static String of(String app, String function) {
        return of(app) + "-" + of(function);
    }
}
