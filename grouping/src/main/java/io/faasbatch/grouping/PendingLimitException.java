package io.faasbatch.grouping;

import java.time.Duration;

/** A function, or all functions together, have as many pending invocations as they may have. */
public final class PendingLimitException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient FunctionId function;
    private final int maxPending;
    private final boolean ofFunction;
    private final Duration retryAfter;

    /**
     * @param ofFunction whether the function's own limit was reached, not the batcher's over all functions
     * @param retryAfter when what waits now should have been dispatched, as fast as that went lately
     */
    public PendingLimitException(FunctionId function, int maxPending, boolean ofFunction, Duration retryAfter) {
        super((ofFunction ? "function " + function.name() + " has " : "all functions together have ")
                + maxPending
                + " pending invocations, the limit");
        this.function = function;
        this.maxPending = maxPending;
        this.ofFunction = ofFunction;
        this.retryAfter = retryAfter;
    }

    /** The function whose invocation is refused. */
    public FunctionId function() {
        return function;
    }

    public int maxPending() {
        return maxPending;
    }

    public boolean ofFunction() {
        return ofFunction;
    }

    /** When another try has a chance: from 1 to 30 seconds, by how fast the queue emptied lately. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
