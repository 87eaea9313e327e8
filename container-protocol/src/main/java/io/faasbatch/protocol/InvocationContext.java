package io.faasbatch.protocol;

import java.util.Optional;

/**
 * What an invocation is part of.
 *
 * @param executionId empty for a direct call
 * @param step empty for a direct call
 * @param attempt from 1
 */
public record InvocationContext(Optional<String> executionId, Optional<String> step, int attempt) {

    /** The context of a direct call's first attempt. */
    public static final InvocationContext DIRECT = new InvocationContext(Optional.empty(), Optional.empty(), 1);

    public InvocationContext {
        executionId = executionId == null ? Optional.empty() : executionId;
        step = step == null ? Optional.empty() : step;
        attempt = Math.max(1, attempt);
    }
}
