package io.faasbatch.engine.worker;

import io.faasbatch.engine.container.ContainerInfo;
import io.faasbatch.engine.function.FunctionDefinition;
import io.faasbatch.engine.invocation.CapacityException;
import io.faasbatch.engine.invocation.CompletedInvocation;
import io.faasbatch.engine.invocation.InvocationId;
import io.faasbatch.engine.invocation.InvocationJournal;
import io.faasbatch.engine.invocation.InvocationRequest;
import io.faasbatch.engine.invocation.Invoker;
import io.faasbatch.protocol.InvocationContext;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/** The worker of this process. */
public final class LocalWorker implements Worker {

    private final WorkerInfo info;
    private final Invoker invoker;
    private final InvocationJournal journal;
    private final Supplier<List<ContainerInfo>> containers;
    private final Supplier<WorkerHealth> health;
    private final Executor blocking;
    private final Clock clock;

    /**
     * @param containers may wait for the sandbox
     * @param health may wait for the sandbox and Redis
     * @param blocking where the calls that wait are made
     */
    public LocalWorker(
            WorkerInfo info,
            Invoker invoker,
            InvocationJournal journal,
            Supplier<List<ContainerInfo>> containers,
            Supplier<WorkerHealth> health,
            Executor blocking,
            Clock clock) {
        this.info = info;
        this.invoker = invoker;
        this.journal = journal;
        this.containers = containers;
        this.health = health;
        this.blocking = blocking;
        this.clock = clock;
    }

    @Override
    public WorkerInfo info() {
        return info;
    }

    @Override
    public CompletableFuture<CompletedInvocation> invoke(FunctionDefinition function, InvocationId id, JsonNode input) {
        InvocationRequest request = new InvocationRequest(
                id, function, input, InvocationContext.DIRECT, clock.instant().plus(function.timeout()));
        try {
            CompletableFuture<CompletedInvocation> invocation = invoker.invoke(request);
            CompletableFuture<Void> _ = invocation.thenAccept(journal::writeBehind);
            return invocation;
        } catch (CapacityException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public CompletableFuture<List<ContainerInfo>> containers() {
        return CompletableFuture.supplyAsync(containers, blocking);
    }

    @Override
    public CompletableFuture<WorkerHealth> health() {
        return CompletableFuture.supplyAsync(health, blocking);
    }
}
