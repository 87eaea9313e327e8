package io.faasbatch.engine.app;

import java.time.Duration;

/** Checks of settings; a violation names the setting, what was given and what is allowed. */
public final class Check {

    private Check() {}

    /** A whole number from {@code least} to {@code most}. */
    public static void range(String setting, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(setting + " must be " + least + " to " + most + ", not " + value);
        }
    }

    /** A time from {@code least} to {@code most}. */
    public static void range(String setting, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    setting + " must be " + text(least) + " to " + text(most) + ", not " + text(value));
        }
    }

    private static String text(Duration value) {
        return value.toMillis() + " ms";
    }
}
