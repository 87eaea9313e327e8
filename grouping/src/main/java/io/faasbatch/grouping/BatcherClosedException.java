package io.faasbatch.grouping;

/** An invocation is refused because the batcher has been closed. */
public final class BatcherClosedException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    public BatcherClosedException() {
        super("the batcher is closed");
    }
}
