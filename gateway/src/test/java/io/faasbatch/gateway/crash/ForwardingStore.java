package io.faasbatch.gateway.crash;

import io.faasbatch.engine.execution.Checkpoint;
import io.faasbatch.engine.execution.Control;
import io.faasbatch.engine.execution.Execution;
import io.faasbatch.engine.execution.ExecutionEvent;
import io.faasbatch.engine.execution.ExecutionId;
import io.faasbatch.engine.execution.ExecutionStatus;
import io.faasbatch.engine.execution.ExecutionStore;
import io.faasbatch.engine.execution.Ownership;
import io.faasbatch.engine.storage.Page;
import io.faasbatch.engine.workflow.WorkflowName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A store around another one: what a test does not override goes through. */
abstract class ForwardingStore implements ExecutionStore {

    private final ExecutionStore store;

    ForwardingStore(ExecutionStore store) {
        this.store = store;
    }

    @Override
    public ExecutionId accept(Execution pending, Optional<String> idempotencyKey) {
        return store.accept(pending, idempotencyKey);
    }

    @Override
    public Optional<Execution> find(ExecutionId id) {
        return store.find(id);
    }

    @Override
    public Optional<ExecutionStatus> status(ExecutionId id) {
        return store.status(id);
    }

    @Override
    public Page<Execution> list(
            Optional<WorkflowName> workflow, Optional<ExecutionStatus> status, Optional<String> cursor, int limit) {
        return store.list(workflow, status, cursor, limit);
    }

    @Override
    public void checkpoint(Ownership owner, Checkpoint change) {
        store.checkpoint(owner, change);
    }

    @Override
    public Optional<ExecutionStatus> request(ExecutionId id, Request request, Instant at) {
        return store.request(id, request, at);
    }

    @Override
    public Control control(ExecutionId id) {
        return store.control(id);
    }

    @Override
    public Optional<ExecutionStatus> rerun(ExecutionId id) {
        return store.rerun(id);
    }

    @Override
    public List<ExecutionEvent> events(ExecutionId id, Optional<String> after, int limit) {
        return store.events(id, after, limit);
    }

    @Override
    public Runnable watch(ExecutionId id, Runnable changed) {
        return store.watch(id, changed);
    }
}
