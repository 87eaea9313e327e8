package io.faasbatch.engine.execution;

import io.faasbatch.engine.storage.Page;
import io.faasbatch.engine.workflow.WorkflowName;
import java.util.Optional;

/** Executions in Redis. Every call may throw {@link io.faasbatch.engine.storage.StorageUnavailableException}. */
public interface ExecutionStore {

    /**
     * Makes a pending execution and queues it for a worker, in one atomic step: when this returns, it is accepted.
     *
     * @return the execution's id: the same as before when {@code idempotencyKey} was used before for this workflow
     */
    ExecutionId accept(Execution pending, Optional<String> idempotencyKey);

    Optional<Execution> find(ExecutionId id);

    /** Newest first; each without its input, output and steps. */
    Page<Execution> list(
            Optional<WorkflowName> workflow, Optional<ExecutionStatus> status, Optional<String> cursor, int limit);

    /** Marks the execution as started. */
    void started(Execution execution);

    /** Checkpoints one step; once this returns, a step that ended never runs again. */
    void saveStep(ExecutionId id, StepRecord step);

    /** Writes how the execution ended; from now on it expires. */
    void ended(Execution execution);
}
