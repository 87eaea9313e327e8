package io.faasbatch.engine.workflow;

import java.util.regex.Pattern;

/** The name of a workflow: {@code [a-z0-9][a-z0-9-]{0,62}}. */
public record WorkflowName(String value) {

    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    public WorkflowName {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not a workflow name ([a-z0-9][a-z0-9-]{0,62}): " + value);
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
