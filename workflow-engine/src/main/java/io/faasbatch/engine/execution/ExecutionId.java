package io.faasbatch.engine.execution;

import io.faasbatch.engine.invocation.InvocationId;

/** Names one execution: 128 random bits, so that it cannot be guessed. */
public record ExecutionId(String value) {

    public ExecutionId {
        if (value.isEmpty() || value.length() > 128) {
            throw new IllegalArgumentException("an execution id has 1 to 128 characters");
        }
    }

    public static ExecutionId random() {
        return new ExecutionId(InvocationId.random().value());
    }

    @Override
    public String toString() {
        return value;
    }
}
