package io.faasbatch.engine.http;

import io.faasbatch.engine.function.FunctionCatalog;
import io.faasbatch.engine.function.FunctionDefinition;
import io.faasbatch.engine.function.FunctionName;
import io.faasbatch.engine.invocation.CompletedInvocation;
import io.faasbatch.engine.invocation.DispatchChoice;
import io.faasbatch.engine.invocation.InvocationId;
import io.faasbatch.engine.value.References;
import io.faasbatch.engine.worker.Worker;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * What gateways ask of a worker over HTTP. Owns the list of running direct calls, so that one can be cancelled by its id; a call
 * whose connection breaks is cancelled as well.
 */
public final class WorkerEndpoints {

    /** Room for what surrounds an input of the largest size. */
    private static final int ENVELOPE = 4096;

    private final Worker worker;
    private final VersionCache definitions;
    private final Bodies bodies;
    private final int maxBody;
    private final Map<String, CompletableFuture<CompletedInvocation>> running = new ConcurrentHashMap<>();

    /** @param maxBody most bytes of an input */
    public WorkerEndpoints(Worker worker, FunctionCatalog catalog, Blocking blocking, Bodies bodies, int maxBody) {
        this.worker = worker;
        this.definitions = new VersionCache(catalog, blocking);
        this.bodies = bodies;
        this.maxBody = maxBody;
    }

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.post("/worker/v1/invocations", this::invoke),
                Endpoint.delete("/worker/v1/invocations/{id}", this::cancel),
                Endpoint.get(
                        "/worker/v1/containers",
                        _ -> Mono.fromFuture(worker::containers)
                                .flatMap(found -> bodies.answer(ServerResponse.ok(), found))),
                Endpoint.get(
                        "/worker/v1/health",
                        _ -> Mono.fromFuture(worker::health)
                                .flatMap(health -> bodies.answer(ServerResponse.ok(), health))),
                Endpoint.delete(
                                "/worker/v1/containers",
                                request -> Mono.fromFuture(() -> worker.clearContainers(Queries.all(request)))
                                        .flatMap(cleared -> bodies.answer(ServerResponse.ok(), cleared)))
                        .producing(MediaType.APPLICATION_JSON),
                Endpoint.get("/worker/v1/dispatch", _ -> dispatch(worker.dispatch())),
                Endpoint.put(
                        "/worker/v1/dispatch",
                        List.of(MediaType.APPLICATION_JSON),
                        request -> bodies.record(request, DispatchBody.MAX_BYTES, DispatchBody.class)
                                .flatMap(body -> dispatch(worker.dispatch(body.choice())))),
                Endpoint.get("/worker/v1/info", _ -> bodies.answer(ServerResponse.ok(), worker.info())));
    }

    private Mono<ServerResponse> dispatch(CompletableFuture<DispatchChoice> chosen) {
        return Mono.fromFuture(chosen).flatMap(choice -> bodies.answer(ServerResponse.ok(), DispatchBody.of(choice)));
    }

    private Mono<ServerResponse> invoke(ServerRequest request) {
        return bodies.record(request, maxBody + ENVELOPE, InvocationCall.class)
                .flatMap(call -> definition(call).flatMap(function -> run(function, call)))
                .flatMap(completed -> bodies.answer(ServerResponse.ok(), InvocationAnswer.of(completed)));
    }

    private Mono<FunctionDefinition> definition(InvocationCall call) {
        if (!FunctionName.isValid(call.function())
                || call.id().isEmpty()
                || call.id().length() > 128) {
            return Mono.error(() -> new ProblemException(
                    HttpStatus.BAD_REQUEST, "malformed-body", "function or id is not of the form it must have"));
        }
        return definitions
                .find(new FunctionName(call.function()), call.version())
                .switchIfEmpty(Mono.error(() -> new ProblemException(
                        HttpStatus.NOT_FOUND, "unknown-function", "no such function and version: " + call.function())));
    }

    private Mono<CompletedInvocation> run(FunctionDefinition function, InvocationCall call) {
        JsonNode input =
                References.together(call.input() == null ? NullNode.getInstance() : call.input(), call.references());
        return Mono.defer(() -> {
            CompletableFuture<CompletedInvocation> future = worker.invoke(function, new InvocationId(call.id()), input);
            running.put(call.id(), future);
            return Mono.fromFuture(future).doFinally(_ -> running.remove(call.id(), future));
        });
    }

    private Mono<ServerResponse> cancel(ServerRequest request) {
        CompletableFuture<CompletedInvocation> future = running.get(request.pathVariable("id"));
        if (future == null) {
            return Mono.error(() ->
                    new ProblemException(HttpStatus.NOT_FOUND, "unknown-invocation", "no such call runs here now"));
        }
        future.cancel(true);
        return ServerResponse.noContent().build();
    }
}
