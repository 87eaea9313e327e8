package io.faasbatch.engine.invocation;

import java.time.Duration;

/** An invocation is refused now, because a limit is reached; it may be tried again. */
public final class CapacityException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;
    private final boolean ofFunction;

    /** @param ofFunction whether the function's own limit was reached (429), not the worker's (503) */
    public CapacityException(String message, boolean ofFunction, Duration retryAfter) {
        super(message);
        this.ofFunction = ofFunction;
        this.retryAfter = retryAfter;
    }

    public boolean ofFunction() {
        return ofFunction;
    }

    public Duration retryAfter() {
        return retryAfter;
    }
}
