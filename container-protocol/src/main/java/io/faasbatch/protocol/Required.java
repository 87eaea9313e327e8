package io.faasbatch.protocol;

import org.jspecify.annotations.Nullable;

/** Checks of what a message must not leave out. */
final class Required {

    private Required() {}

    static void text(String name, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(name + " is missing");
        }
    }
}
