package io.faasbatch.engine.worker;

import io.faasbatch.engine.execution.ExecutionId;

/** Runs executions to their end. */
@FunctionalInterface
public interface ExecutionRuns {

    /**
     * Returns when the execution has ended and its end is in Redis.
     *
     * @throws InterruptedException when the thread is interrupted: the execution goes on elsewhere, from its checkpoints
     */
    void run(ExecutionId execution) throws InterruptedException;
}
