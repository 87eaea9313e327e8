package io.faasbatch.grouping;

/** A function has as many pending invocations as it may have. */
public final class PendingLimitException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient FunctionId function;
    private final int maxPending;

    public PendingLimitException(FunctionId function, int maxPending) {
        super("function " + function.name() + " has " + maxPending + " pending invocations, its limit");
        this.function = function;
        this.maxPending = maxPending;
    }

    public FunctionId function() {
        return function;
    }

    public int maxPending() {
        return maxPending;
    }
}
