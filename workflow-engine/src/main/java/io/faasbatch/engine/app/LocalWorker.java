package io.faasbatch.engine.app;

import io.faasbatch.engine.container.Cleared;
import io.faasbatch.engine.container.ContainerInfo;
import io.faasbatch.engine.function.FunctionDefinition;
import io.faasbatch.engine.invocation.CapacityException;
import io.faasbatch.engine.invocation.CompletedInvocation;
import io.faasbatch.engine.invocation.DispatchChoice;
import io.faasbatch.engine.invocation.InvocationId;
import io.faasbatch.engine.invocation.InvocationJournal;
import io.faasbatch.engine.invocation.InvocationRequest;
import io.faasbatch.engine.invocation.Invoker;
import io.faasbatch.engine.invocation.LiveDispatch;
import io.faasbatch.engine.worker.Worker;
import io.faasbatch.engine.worker.WorkerHealth;
import io.faasbatch.engine.worker.WorkerInfo;
import io.faasbatch.protocol.InvocationContext;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * The worker of this process. A direct call may take as long as its function's timeout, from its arrival here: waiting for a
 * container counts. Immutable.
 */
public final class LocalWorker implements Worker {

    private static final Logger LOG = LoggerFactory.getLogger(LocalWorker.class);

    private final WorkerInfo info;
    private final Invoker invoker;
    private final InvocationJournal journal;
    private final Parts parts;
    private final Executor blocking;
    private final Clock clock;

    /** What is asked of the worker's parts; all but the dispatch may wait for Docker or Redis. */
    record Parts(
            Supplier<List<ContainerInfo>> containers,
            Supplier<WorkerHealth> health,
            ContainerClearing clearing,
            LiveDispatch dispatch) {}

    /** @param blocking runs what waits; a thread per task */
    LocalWorker(
            WorkerInfo info, Invoker invoker, InvocationJournal journal, Parts parts, Executor blocking, Clock clock) {
        this.info = info;
        this.invoker = invoker;
        this.journal = journal;
        this.parts = parts;
        this.blocking = blocking;
        this.clock = clock;
    }

    @Override
    public WorkerInfo info() {
        return info;
    }

    @Override
    public CompletableFuture<CompletedInvocation> invoke(FunctionDefinition function, InvocationId id, JsonNode input) {
        Instant deadline = clock.instant().plus(function.timeout());
        CompletableFuture<CompletedInvocation> running;
        try {
            running = invoker.invoke(new InvocationRequest(id, function, input, InvocationContext.DIRECT, deadline));
        } catch (CapacityException e) {
            return CompletableFuture.failedFuture(e);
        }
        // The caller gets the invoker's own future, not this stage: cancelling that one cancels the invocation.
        var _ = running.thenAccept(journal::writeBehind);
        return running;
    }

    @Override
    public CompletableFuture<List<ContainerInfo>> containers() {
        return CompletableFuture.supplyAsync(parts.containers(), blocking);
    }

    @Override
    public CompletableFuture<WorkerHealth> health() {
        return CompletableFuture.supplyAsync(parts.health(), blocking);
    }

    @Override
    public CompletableFuture<Cleared> clearContainers(boolean all) {
        ContainerClearing clearing = parts.clearing();
        return CompletableFuture.supplyAsync(all ? clearing::all : clearing::idle, blocking);
    }

    @Override
    public CompletableFuture<DispatchChoice> dispatch() {
        return CompletableFuture.completedFuture(parts.dispatch().choice());
    }

    @Override
    public CompletableFuture<DispatchChoice> dispatch(DispatchChoice choice) {
        parts.dispatch().choose(choice);
        LOG.info("worker {} dispatches by {} from now on", info.id(), choice);
        return dispatch();
    }
}
