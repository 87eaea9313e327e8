package io.faasbatch.engine.execution;

import io.faasbatch.engine.function.FunctionCatalog;
import io.faasbatch.engine.invocation.InvocationJournal;
import io.faasbatch.engine.invocation.Invoker;
import io.faasbatch.engine.storage.StorageUnavailableException;
import io.faasbatch.engine.value.Values;
import io.faasbatch.engine.workflow.Workflow;
import io.faasbatch.engine.workflow.WorkflowLoader;
import io.faasbatch.engine.workflow.WorkflowName;
import io.faasbatch.protocol.ErrorDetail;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs executions to their end: the entrance to this package. Any number run at the same time, each on its caller's thread. */
public final class ExecutionRunner implements ExecutionRuns {

    private static final Logger LOG = LoggerFactory.getLogger(ExecutionRunner.class);

    /**
     * What runs need from outside.
     *
     * @param journal is given the logs of every invocation when it has ended
     * @param mostElements of one foreach, at least 1
     * @param values where expressions find what inputs and outputs only refer to
     */
    public record Parts(
            ExecutionStore store,
            Invoker invoker,
            FunctionCatalog functions,
            WorkflowLoader workflows,
            InvocationJournal journal,
            Timers timers,
            Clock clock,
            int mostElements,
            Values values) {}

    private final Parts parts;
    private final RecentFunctions functions;
    private final Map<ExecutionId, ExecutionRun> running = new ConcurrentHashMap<>();

    public ExecutionRunner(Parts parts) {
        this.parts = parts;
        this.functions = new RecentFunctions(parts.functions(), parts.clock());
    }

    @Override
    public void run(Ownership owner) throws InterruptedException {
        ExecutionId id = owner.execution();
        var persistence = new Persistence(id, parts.timers());
        Optional<Execution> found = persistence.patiently(() -> parts.store().find(id));
        if (found.isEmpty() || found.get().status().ended()) {
            return;
        }
        Execution execution = found.get();
        WorkflowName name = new WorkflowName(execution.workflow());
        try {
            Optional<Workflow> workflow =
                    persistence.patiently(() -> parts.workflows().find(name, execution.version()));
            if (workflow.isPresent()) {
                run(new ExecutionRun(owner, execution, workflow.get(), parts, functions), id);
            } else {
                String message = "workflow " + name + " was deleted before the execution could run";
                fail(owner, execution, persistence, ErrorDetail.of(StepErrors.WORKFLOW_NOT_FOUND, message));
            }
        } catch (OwnershipLostException e) {
            LOG.info("execution {} is left: {}", id, e.getMessage());
        } catch (StorageUnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            // Tried again it would fail again, and a client would wait for ever.
            LOG.error("execution {} cannot be run", id, e);
            fail(owner, execution, persistence, ErrorDetail.of(StepErrors.ENGINE, e.toString()));
        }
    }

    private void run(ExecutionRun run, ExecutionId id) throws InterruptedException {
        running.put(id, run);
        try {
            run.run();
        } finally {
            running.remove(id, run);
        }
    }

    private void fail(Ownership owner, Execution execution, Persistence persistence, ErrorDetail error)
            throws InterruptedException {
        Instant now = parts.clock().instant();
        Instant startedAt = execution.startedAt() == null ? now : execution.startedAt();
        Instant deadline = execution.deadline() == null ? now : execution.deadline();
        var ending = new Checkpoint.Ending(null, error, now, Optional.empty());
        var change = new Checkpoint(
                ExecutionStatus.FAILED,
                startedAt,
                deadline,
                List.of(),
                Set.of(),
                Optional.of(ending),
                Optional.empty());
        persistence.patiently(() -> parts.store().checkpoint(owner, change));
    }

    @Override
    public void requested(ExecutionId execution) {
        post(execution, new RunEvent.Requested());
    }

    @Override
    public void lost(ExecutionId execution) {
        post(execution, new RunEvent.Lost());
    }

    private void post(ExecutionId execution, RunEvent event) {
        ExecutionRun run = running.get(execution);
        if (run != null) {
            run.post(event);
        }
    }
}
