package io.faasbatch.grouping;

/** A function, or all functions together, have as many pending invocations as they may have. */
public final class PendingLimitException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient FunctionId function;
    private final int maxPending;
    private final boolean ofFunction;

    /** The function's own limit is reached. */
    public PendingLimitException(FunctionId function, int maxPending) {
        this(function, maxPending, true);
    }

    /** @param ofFunction whether the function's own limit was reached, not the batcher's over all functions */
    public PendingLimitException(FunctionId function, int maxPending, boolean ofFunction) {
        super((ofFunction ? "function " + function.name() + " has " : "all functions together have ")
                + maxPending
                + " pending invocations, the limit");
        this.function = function;
        this.maxPending = maxPending;
        this.ofFunction = ofFunction;
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
}
