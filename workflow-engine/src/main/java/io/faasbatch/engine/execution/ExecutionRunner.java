package io.faasbatch.engine.execution;

import io.faasbatch.engine.function.FunctionCatalog;
import io.faasbatch.engine.invocation.InvocationJournal;
import io.faasbatch.engine.invocation.Invoker;
import io.faasbatch.engine.workflow.Workflow;
import io.faasbatch.engine.workflow.WorkflowName;
import io.faasbatch.protocol.ErrorDetail;
import java.time.Clock;
import java.util.Optional;

/** Runs executions to their end: the entrance to this package. Any number run at the same time, each on its caller's thread. */
public final class ExecutionRunner {

    private final ExecutionStore store;
    private final WorkflowLoader workflows;
    private final Clock clock;
    private final ExecutionRun.Parts parts;

    /**
     * @param journal is given every invocation of a step when it has ended
     * @param mostElements of one foreach, at least 1
     */
    public ExecutionRunner(
            ExecutionStore store,
            Invoker invoker,
            FunctionCatalog functions,
            WorkflowLoader workflows,
            InvocationJournal journal,
            Timers timers,
            Clock clock,
            int mostElements) {
        this.store = store;
        this.workflows = workflows;
        this.clock = clock;
        this.parts = new ExecutionRun.Parts(store, invoker, functions, journal, timers, clock, mostElements);
    }

    /**
     * Runs an execution, or goes on with it from its checkpoints, until it has ended and its end is in Redis. An execution that has ended already, or
     * expired, is left as it is.
     *
     * @throws InterruptedException when the thread is interrupted: nothing is recorded, the execution can be gone on with elsewhere
     */
    public void run(ExecutionId id) throws InterruptedException {
        Optional<Execution> found = Persistence.patiently(id, () -> store.find(id));
        if (found.isEmpty() || found.get().status().ended()) {
            return;
        }
        Execution execution = found.get();
        WorkflowName name = new WorkflowName(execution.workflow());
        Optional<Workflow> workflow = Persistence.patiently(id, () -> workflows.load(name, execution.version()));
        if (workflow.isPresent()) {
            new ExecutionRun(execution, workflow.get(), parts).toEnd();
        } else {
            Persistence.patiently(id, () -> store.ended(withoutWorkflow(execution)));
        }
    }

    private Execution withoutWorkflow(Execution execution) {
        String message = "workflow " + execution.workflow() + " was deleted before the execution could run";
        return new Execution(
                execution.id(),
                execution.workflow(),
                execution.version(),
                ExecutionStatus.FAILED,
                execution.input(),
                null,
                new ErrorDetail(StepErrors.WORKFLOW_NOT_FOUND, message, null),
                execution.steps(),
                execution.createdAt(),
                execution.startedAt(),
                clock.instant());
    }
}
