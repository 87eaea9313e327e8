package io.faasbatch.engine.execution;

/** Runs executions to their end. */
public interface ExecutionRuns {

    /**
     * Returns when the execution has ended and its end is in Redis, when it is parked, or when it is no longer the caller's.
     *
     * @throws InterruptedException when the thread is interrupted: the execution goes on elsewhere, from its checkpoints
     */
    void run(Ownership owner) throws InterruptedException;

    /** Something is asked of an execution; nothing happens when it does not run here. Does not wait. */
    void requested(ExecutionId execution);

    /** The execution is no longer this worker's: it lets go of it, without a trace. Does not wait. */
    void lost(ExecutionId execution);
}
