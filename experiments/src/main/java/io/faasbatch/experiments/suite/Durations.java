package io.faasbatch.experiments.suite;

import java.time.Duration;

/** Durations as values of factors. */
final class Durations {

    private Durations() {}

    /** In milliseconds, such as {@code 200ms}. */
    static String name(Duration duration) {
        return duration.toMillis() + "ms";
    }
}
