package io.faasbatch.gateway.api;

import io.faasbatch.engine.callback.CallbackHosts;
import io.faasbatch.engine.function.FunctionDefinition;
import io.faasbatch.engine.function.FunctionName;
import io.faasbatch.engine.http.Endpoint;
import io.faasbatch.engine.http.ProblemException;
import io.faasbatch.engine.invocation.CompletedInvocation;
import io.faasbatch.engine.invocation.InvocationId;
import io.faasbatch.engine.invocation.InvocationJournal;
import io.faasbatch.engine.invocation.InvocationRecord;
import io.faasbatch.engine.invocation.InvocationStatus;
import io.faasbatch.engine.invocation.Timings;
import io.faasbatch.engine.worker.CallStore;
import io.faasbatch.gateway.worker.WorkerDirectory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Calling functions, at once or later, and what became of it. */
final class InvocationEndpoints {

    private static final MediaType TEXT = new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8);

    private final Edge edge;
    private final DefinitionCache definitions;
    private final WorkerDirectory workers;
    private final CallStore calls;
    private final CallbackHosts callbackHosts;
    private final InvocationJournal journal;
    private final StepInvocations ofSteps;
    private final OncePerKey once;
    private final ValueView view;

    InvocationEndpoints(
            Edge edge,
            DefinitionCache definitions,
            WorkerDirectory workers,
            Api.Stores stores,
            CallbackHosts callbackHosts,
            ValueView view) {
        this.view = view;
        this.edge = edge;
        this.definitions = definitions;
        this.workers = workers;
        this.calls = stores.calls();
        this.callbackHosts = callbackHosts;
        this.journal = stores.journal();
        this.ofSteps = new StepInvocations(stores.executions());
        this.once = new OncePerKey(edge.settings(), edge.clock(), this::find);
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.post("/v1/functions/{name}/invocations", this::call),
                Endpoint.get("/v1/invocations/{id}", this::show),
                Endpoint.post("/v1/invocations/{id}/cancel", this::cancel),
                Endpoint.get("/v1/invocations/{id}/logs", this::logs).producing(MediaType.TEXT_PLAIN));
    }

    private Mono<ServerResponse> call(ServerRequest request) {
        FunctionName name = Requests.function(request);
        Optional<String> key = Requests.idempotencyKey(request);
        boolean later = Preferences.of(request).respondAsync();
        Optional<URI> callback = callback(request, later);
        return definitions
                .find(name)
                .flatMap(function -> edge.bodies()
                        .json(request, edge.limits().maxBody().intBytes())
                        .flatMap(input -> later ? accept(function, input, callback, key) : run(function, input, key)));
    }

    private Mono<ServerResponse> run(FunctionDefinition function, JsonNode input, Optional<String> key) {
        Mono<InvocationRecord> outcome = key.map(
                        value -> once.run(function.name(), value, id -> invoke(function, id, input)))
                .orElseGet(() -> invoke(function, InvocationId.random(), input));
        return outcome.flatMap(invocation -> Outcome.answer(edge, view, invocation));
    }

    private Mono<InvocationRecord> invoke(FunctionDefinition function, InvocationId id, JsonNode input) {
        return workers.invoke(function, id, input).map(CompletedInvocation::invocation);
    }

    private Mono<ServerResponse> accept(
            FunctionDefinition function, JsonNode input, Optional<URI> callback, Optional<String> key) {
        InvocationRecord pending = pending(function);
        return edge.blocking()
                .call(() -> calls.accept(pending, input, callback, key))
                .flatMap(id -> {
                    // With a key that was used before, the accepted call is the earlier one.
                    Mono<InvocationRecord> accepted = id.equals(pending.id())
                            ? Mono.just(pending)
                            : find(new InvocationId(id))
                                    .switchIfEmpty(Mono.error(() -> Requests.unknown("invocation", id)));
                    return accepted.flatMap(invocation -> answer(
                            ServerResponse.accepted()
                                    .location(Outcome.location(id))
                                    .header("Preference-Applied", "respond-async"),
                            invocation));
                });
    }

    private InvocationRecord pending(FunctionDefinition function) {
        return new InvocationRecord(
                InvocationId.random().value(),
                function.name().value(),
                function.version(),
                InvocationStatus.PENDING,
                null,
                null,
                Timings.NONE,
                null,
                null,
                null,
                null,
                1,
                edge.clock().instant(),
                null,
                null);
    }

    private Mono<InvocationRecord> find(InvocationId id) {
        return edge.blocking().find(() -> journal.find(id));
    }

    private Mono<InvocationRecord> known(InvocationId id) {
        return find(id).switchIfEmpty(edge.blocking().find(() -> ofSteps.find(id)))
                .switchIfEmpty(Mono.error(() -> Requests.unknown("invocation", id.value())));
    }

    /** Where the end is to be announced; only for calls that are answered before it. */
    private Optional<URI> callback(ServerRequest request, boolean later) {
        List<String> values = request.headers().header("Faasbatch-Callback");
        if (values.isEmpty()) {
            return Optional.empty();
        }
        if (values.size() > 1 || !later) {
            throw Requests.badRequest(
                    "bad-callback", "Faasbatch-Callback must be one value, and goes with Prefer: respond-async");
        }
        return Optional.of(callbackHosts
                .check(values.getFirst())
                .orElseThrow(() -> new ProblemException(
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        "callback-not-allowed",
                        "Faasbatch-Callback must be the address of a host that faasbatch.callback-hosts allows")));
    }

    private Mono<ServerResponse> cancel(ServerRequest request) {
        InvocationId id = new InvocationId(Requests.id(request, "invocation"));
        return known(id)
                .flatMap(found -> edge.blocking()
                        .call(() -> calls.cancel(id))
                        .flatMap(asked -> asked
                                ? edge.bodies()
                                        .answer(ServerResponse.accepted().location(Outcome.location(id.value())), found)
                                : Mono.error(() -> new ProblemException(
                                        HttpStatus.CONFLICT,
                                        "not-cancellable",
                                        "invocation " + id + " has ended, or is no asynchronous call"))));
    }

    private Mono<ServerResponse> show(ServerRequest request) {
        return known(Requests.invocation(request)).flatMap(invocation -> answer(ServerResponse.ok(), invocation));
    }

    private Mono<ServerResponse> answer(ServerResponse.BodyBuilder response, InvocationRecord invocation) {
        return edge.blocking()
                .call(() -> view.show(invocation))
                .flatMap(shown -> edge.bodies().answer(response, shown));
    }

    private Mono<ServerResponse> logs(ServerRequest request) {
        InvocationId id = Requests.invocation(request);
        return edge.blocking()
                .find(() -> journal.logs(id))
                .switchIfEmpty(known(id).thenReturn(""))
                .flatMap(text -> ServerResponse.ok().contentType(TEXT).bodyValue(text));
    }
}
