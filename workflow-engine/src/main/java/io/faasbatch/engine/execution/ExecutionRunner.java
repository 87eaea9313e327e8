package io.faasbatch.engine.execution;

import io.faasbatch.engine.function.FunctionCatalog;
import io.faasbatch.engine.invocation.InvocationJournal;
import io.faasbatch.engine.invocation.Invoker;
import io.faasbatch.engine.workflow.WorkflowLoader;
import java.time.Clock;

/** Runs executions to their end: the entrance to this package. Any number run at the same time, each on its caller's thread. */
public final class ExecutionRunner implements ExecutionRuns {

    /** What runs need from outside. */
    public record Parts(
            ExecutionStore store,
            Invoker invoker,
            FunctionCatalog functions,
            WorkflowLoader workflows,
            InvocationJournal journal,
            Timers timers,
            Clock clock,
            int mostElements) {}

    private final Parts parts;

    public ExecutionRunner(Parts parts) {
        this.parts = parts;
    }

    /**
     * Runs an execution, or goes on with it from its checkpoints, until it has ended and its end is in Redis, it is parked, or it is no longer the
     * caller's. One that has ended already, or expired, is left as it is.
     *
     * @throws InterruptedException when the thread is interrupted: nothing is recorded, the execution can be gone on with elsewhere
     */
    @Override
    public void run(Ownership owner) throws InterruptedException {
        throw new UnsupportedOperationException(owner + " " + parts);
    }

    /** Something is asked of an execution; nothing happens when it does not run here. Does not wait. */
    @Override
    public void requested(ExecutionId execution) {
        throw new UnsupportedOperationException(execution.value());
    }

    /** The execution is no longer this worker's: it lets go of it, without a trace. Does not wait. */
    @Override
    public void lost(ExecutionId execution) {
        throw new UnsupportedOperationException(execution.value());
    }
}
