package io.faasbatch.engine.function;

import java.util.regex.Pattern;

/** The name of a function: {@code [a-z0-9][a-z0-9-]{0,62}}. */
public record FunctionName(String value) {

    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    public FunctionName {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not a function name ([a-z0-9][a-z0-9-]{0,62}): " + value);
        }
    }

    public static boolean isValid(String value) {
        return FORM.matcher(value).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
