package io.faasbatch.gateway.worker;

import io.faasbatch.engine.container.Cleared;
import io.faasbatch.engine.container.ContainerInfo;
import io.faasbatch.engine.function.FunctionDefinition;
import io.faasbatch.engine.http.DispatchBody;
import io.faasbatch.engine.http.InvocationAnswer;
import io.faasbatch.engine.http.InvocationCall;
import io.faasbatch.engine.invocation.CompletedInvocation;
import io.faasbatch.engine.invocation.DispatchChoice;
import io.faasbatch.engine.invocation.InvocationId;
import io.faasbatch.engine.value.References;
import io.faasbatch.engine.worker.Worker;
import io.faasbatch.engine.worker.WorkerHealth;
import io.faasbatch.engine.worker.WorkerInfo;
import io.faasbatch.engine.worker.WorkerUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.type.TypeFactory;

/** A worker on the other end of a connection. */
final class RemoteWorker implements Worker {

    private static final Logger LOG = LoggerFactory.getLogger(RemoteWorker.class);
    private static final TypeFactory TYPES = TypeFactory.createDefaultInstance();
    private static final JavaType ANSWER = TYPES.constructType(InvocationAnswer.class);
    private static final JavaType HEALTH = TYPES.constructType(WorkerHealth.class);
    private static final JavaType CLEARED = TYPES.constructType(Cleared.class);
    private static final JavaType DISPATCHED = TYPES.constructType(DispatchBody.class);
    private static final JavaType CONTAINERS = TYPES.constructCollectionType(List.class, ContainerInfo.class);

    private static final String DISPATCH = "/worker/v1/dispatch";

    /** More than a worker waits for its busy containers. */
    private static final Duration CLEARING_PATIENCE = Duration.ofSeconds(90);

    private final WorkerInfo info;
    private final WorkerClient client;
    private final Duration callMargin;

    RemoteWorker(WorkerInfo info, WorkerClient client, Duration callMargin) {
        this.info = info;
        this.client = client;
        this.callMargin = callMargin;
    }

    @Override
    public WorkerInfo info() {
        return info;
    }

    @Override
    public CompletableFuture<CompletedInvocation> invoke(FunctionDefinition function, InvocationId id, JsonNode input) {
        return future(call(function, id, input));
    }

    /** As {@link #invoke}, but tells a call that was never sent by a {@link NotSentException}. */
    Mono<CompletedInvocation> call(FunctionDefinition function, InvocationId id, JsonNode input) {
        References.Apart apart = References.apart(input);
        InvocationCall call = new InvocationCall(
                id.value(), function.name().value(), function.version(), apart.tree(), apart.references());
        Duration patience = function.timeout().plus(callMargin);
        return client.<InvocationAnswer>invoke(at("/worker/v1/invocations"), call, ANSWER, patience)
                .map(InvocationAnswer::completed)
                .doOnCancel(() -> cancel(id));
    }

    @Override
    public CompletableFuture<List<ContainerInfo>> containers() {
        return future(client.<List<ContainerInfo>>get(at("/worker/v1/containers"), CONTAINERS));
    }

    @Override
    public CompletableFuture<WorkerHealth> health() {
        return future(client.<WorkerHealth>get(at("/worker/v1/health"), HEALTH));
    }

    @Override
    public CompletableFuture<Cleared> clearContainers(boolean all) {
        return future(client.<Cleared>delete(
                at("/worker/v1/containers?all=" + all), CLEARED, all ? CLEARING_PATIENCE : callMargin));
    }

    @Override
    public CompletableFuture<DispatchChoice> dispatch() {
        return future(client.<DispatchBody>get(at(DISPATCH), DISPATCHED).map(DispatchBody::choice));
    }

    @Override
    public CompletableFuture<DispatchChoice> dispatch(DispatchChoice choice) {
        return future(client.<DispatchBody>put(at(DISPATCH), DispatchBody.of(choice), DISPATCHED)
                .map(DispatchBody::choice));
    }

    /** Cancelling the future cancels the exchange. */
    private static <T> CompletableFuture<T> future(Mono<T> answer) {
        CompletableFuture<T> future = new CompletableFuture<>();
        Disposable exchange = answer.onErrorMap(
                        NotSentException.class, e -> new WorkerUnavailableException("a worker cannot be reached", e))
                .subscribe(future::complete, future::completeExceptionally);
        var _ = future.whenComplete((_, _) -> exchange.dispose());
        return future;
    }

    private void cancel(InvocationId id) {
        client.delete(at("/worker/v1/invocations/" + id))
                .subscribe(
                        _ -> {},
                        e -> LOG.debug(
                                "invocation {} is cancelled only by its closed connection: {}", id, e.toString()));
    }

    private String at(String path) {
        String base = info.url();
        return (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path;
    }
}
