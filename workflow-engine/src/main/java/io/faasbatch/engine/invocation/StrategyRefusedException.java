package io.faasbatch.engine.invocation;

/** A worker cannot do what a strategy needs; the message says what is missing. */
public final class StrategyRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StrategyRefusedException(String strategy, String missing) {
        this("strategy " + strategy + " cannot be used on this worker: " + missing);
    }

    /** As another worker said it. */
    public StrategyRefusedException(String message) {
        super(message);
    }
}
