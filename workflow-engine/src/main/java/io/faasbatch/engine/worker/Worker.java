package io.faasbatch.engine.worker;

import io.faasbatch.engine.container.Cleared;
import io.faasbatch.engine.container.ContainerInfo;
import io.faasbatch.engine.function.FunctionDefinition;
import io.faasbatch.engine.invocation.CompletedInvocation;
import io.faasbatch.engine.invocation.DispatchChoice;
import io.faasbatch.engine.invocation.InvocationId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;

/** What a gateway can ask of a worker, in the same process or over HTTP. */
public interface Worker {

    WorkerInfo info();

    /**
     * Runs one invocation the short way, nothing written before it is answered. Completes exceptionally with
     * {@link io.faasbatch.engine.invocation.CapacityException} when refused and {@link WorkerUnavailableException} when the worker cannot
     * be reached or its Docker Engine is down. Cancelling the future cancels the invocation.
     */
    CompletableFuture<CompletedInvocation> invoke(FunctionDefinition function, InvocationId id, JsonNode input);

    CompletableFuture<List<ContainerInfo>> containers();

    CompletableFuture<WorkerHealth> health();

    /**
     * Removes the containers that have nothing to do, so that the next call is a cold one.
     *
     * @param all waits, for a limited time, until the busy ones have nothing to do, and removes them as well
     */
    CompletableFuture<Cleared> clearContainers(boolean all);

    /** How it dispatches the invocations of functions that do not say it themselves. */
    CompletableFuture<DispatchChoice> dispatch();

    /** Dispatches like this from now on, until it ends or is told otherwise. */
    CompletableFuture<DispatchChoice> dispatch(DispatchChoice choice);
}
