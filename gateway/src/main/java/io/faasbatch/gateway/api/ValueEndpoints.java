package io.faasbatch.gateway.api;

import io.faasbatch.engine.execution.Execution;
import io.faasbatch.engine.execution.ExecutionId;
import io.faasbatch.engine.execution.ExecutionStore;
import io.faasbatch.engine.http.Endpoint;
import io.faasbatch.engine.http.ProblemException;
import io.faasbatch.engine.invocation.InvocationId;
import io.faasbatch.engine.invocation.InvocationJournal;
import io.faasbatch.engine.invocation.InvocationRecord;
import io.faasbatch.engine.value.References;
import io.faasbatch.engine.value.ValueMissingException;
import io.faasbatch.protocol.ValueReference;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Inputs and outputs by themselves, or a part of one, whatever its size and type. */
final class ValueEndpoints {

    private final Edge edge;
    private final ExecutionStore executions;
    private final InvocationJournal journal;
    private final StepInvocations ofSteps;
    private final ValueView view;

    ValueEndpoints(Edge edge, Api.Stores stores, ValueView view) {
        this.edge = edge;
        this.executions = stores.executions();
        this.journal = stores.journal();
        this.ofSteps = new StepInvocations(stores.executions());
        this.view = view;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/v1/executions/{id}/input", request -> ofExecution(request, Execution::input))
                        .producing(MediaType.ALL),
                Endpoint.get("/v1/executions/{id}/output", request -> ofExecution(request, Execution::output))
                        .producing(MediaType.ALL),
                Endpoint.get("/v1/invocations/{id}/output", this::ofInvocation).producing(MediaType.ALL));
    }

    private Mono<ServerResponse> ofExecution(ServerRequest request, Function<Execution, @Nullable JsonNode> value) {
        ExecutionId id = new ExecutionId(Requests.id(request, "execution"));
        return answer(request, () -> {
            Execution execution = executions.find(id).orElseThrow(() -> Requests.unknown("execution", id.value()));
            return Optional.ofNullable(value.apply(execution));
        });
    }

    private Mono<ServerResponse> ofInvocation(ServerRequest request) {
        InvocationId id = Requests.invocation(request);
        return answer(request, () -> {
            InvocationRecord found = journal.find(id)
                    .or(() -> ofSteps.find(id))
                    .orElseThrow(() -> Requests.unknown("invocation", id.value()));
            return Optional.ofNullable(found.output());
        });
    }

    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    private record Content(byte[] bytes, String type) {}

    private Mono<ServerResponse> answer(ServerRequest request, Callable<Optional<JsonNode>> value) {
        String path = request.queryParam("path").orElse("");
        JsonPointer place = pointer(path);
        return edge.blocking()
                .call(() -> content(value.call().orElseThrow(() -> Requests.unknown("value", path)), place, request))
                .onErrorMap(ValueMissingException.class, ValueEndpoints::gone)
                .flatMap(ValueEndpoints::send);
    }

    private static JsonPointer pointer(String path) {
        try {
            return JsonPointer.compile(path);
        } catch (IllegalArgumentException e) {
            throw Requests.badRequest("bad-path", "path must be a JSON pointer, such as /a/0");
        }
    }

    private Content content(JsonNode tree, JsonPointer place, ServerRequest request) {
        JsonNode here = tree;
        for (JsonPointer left = place; !left.matches(); left = left.tail()) {
            JsonNode outer = looked(here);
            JsonNode inner =
                    outer.isArray() ? outer.get(left.getMatchingIndex()) : outer.get(left.getMatchingProperty());
            if (inner == null) {
                throw Requests.unknown("value", place.toString());
            }
            here = inner;
        }
        Optional<ValueReference> reference = References.of(here);
        return reference.isPresent() ? content(reference.get()) : json(here, place, request);
    }

    private Content content(ValueReference reference) {
        return new Content(view.values().load(reference), reference.contentType());
    }

    /** Binary values have no place in JSON, so they are told apart as elsewhere. */
    private Content json(JsonNode here, JsonPointer place, ServerRequest request) {
        long most = edge.limits().maxValue().bytes();
        if (OutputSize.of(References.apart(here).tree()) > most) {
            throw new ProblemException(
                    HttpStatus.CONFLICT,
                    "value-too-large",
                    "the value is too large to be sent as one: ask for its parts");
        }
        JsonNode shown = view.show(here, request.path(), place.toString(), most);
        return new Content(JsonMapper.shared().writeValueAsBytes(shown), ValueReference.JSON);
    }

    private JsonNode looked(JsonNode node) {
        return References.of(node)
                .filter(ValueReference::isJson)
                .map(reference -> JsonMapper.shared().readTree(view.values().load(reference)))
                .orElse(node);
    }

    private static ProblemException gone(ValueMissingException e) {
        return new ProblemException(HttpStatus.GONE, "value-expired", String.valueOf(e.getMessage()));
    }

    /** Functions choose the type, so a browser is told not to take the value for a page of this site. */
    private static Mono<ServerResponse> send(Content content) {
        return ServerResponse.ok()
                .contentType(type(content.type()))
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "sandbox; default-src 'none'")
                .bodyValue(content.bytes());
    }

    private static MediaType type(String text) {
        try {
            return MediaType.parseMediaType(text);
        } catch (InvalidMediaTypeException e) {
            return MediaType.APPLICATION_OCTET_STREAM;
        }
    }
}
