package io.faasbatch.engine.execution;

import io.faasbatch.engine.storage.Page;
import io.faasbatch.engine.workflow.WorkflowName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Executions in Redis. Every call may throw {@link io.faasbatch.engine.storage.StorageUnavailableException}. */
public interface ExecutionStore {

    /**
     * Makes a pending execution that any worker can claim, in one atomic step: when this returns, it is accepted.
     *
     * @return the execution's id: the same as before when {@code idempotencyKey} was used before for this workflow
     */
    ExecutionId accept(Execution pending, Optional<String> idempotencyKey);

    Optional<Execution> find(ExecutionId id);

    /** The status alone, for those who ask often. */
    Optional<ExecutionStatus> status(ExecutionId id);

    /** Newest first; each without its input, output and steps. */
    Page<Execution> list(
            Optional<WorkflowName> workflow, Optional<ExecutionStatus> status, Optional<String> cursor, int limit);

    /**
     * Writes what changed; once this returns, a step that ended never runs again. The same checkpoint written twice by its owner changes nothing more.
     *
     * @throws OwnershipLostException when the execution is no longer the caller's; nothing was written
     */
    void checkpoint(Ownership owner, Checkpoint change);

    /**
     * Asks for the end, a pause or its end, and tells the owner; an execution without an owner can be claimed at once. Asking again changes nothing.
     *
     * @param at the time of the request
     * @return the execution's status before; a request to one that has ended changes nothing; empty for an unknown execution
     */
    Optional<ExecutionStatus> request(ExecutionId id, Request request, Instant at);

    /** What is asked of an execution now; {@link Control#NONE} for an unknown one. */
    Control control(ExecutionId id);

    /**
     * Begins an execution again that failed, timed out or was cancelled: steps that ended well keep their outputs, all others are as if they had
     * never been begun, and its deadline counts from its new start.
     *
     * @return the status before; another one than {@code FAILED}, {@code TIMED_OUT} and {@code CANCELLED} means that nothing was changed; empty for an
     *     unknown execution
     */
    Optional<ExecutionStatus> rerun(ExecutionId id);

    /** Events in their order, after the one with the id {@code after}, or from the first that is kept. */
    List<ExecutionEvent> events(ExecutionId id, Optional<String> after, int limit);

    /**
     * Calls {@code changed}, which must not wait, some time after each checkpoint of the execution, on any worker; a call can get lost with the
     * connection, so who waits also asks from time to time. The answer ends it.
     */
    Runnable watch(ExecutionId id, Runnable changed);

    /** A request to an execution. */
    enum Request {
        CANCEL,
        PAUSE,
        RESUME
    }
}
