package io.faasbatch.gateway.api;

import io.faasbatch.engine.execution.ExecutionId;
import io.faasbatch.engine.value.References;
import io.faasbatch.engine.value.ValueStore;
import io.faasbatch.protocol.Places;
import io.faasbatch.protocol.Split;
import io.faasbatch.protocol.ValueReference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Inputs of executions: JSON, or bytes of any other type. What is large or binary is kept apart from the execution. */
final class InputReader {

    /** What is larger, about, is kept apart, as it is for outputs. */
    private static final int INLINE = 64 << 10;

    private final Edge edge;
    private final ValueStore store;

    InputReader(Edge edge, ValueStore store) {
        this.edge = edge;
        this.store = store;
    }

    /** What was sent, checked. */
    sealed interface Input {}

    private record Json(JsonNode tree) implements Input {}

    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    private record Bytes(byte[] content, String type) implements Input {}

    Mono<Input> read(ServerRequest request) {
        MediaType type = request.headers().contentType().orElse(MediaType.APPLICATION_JSON);
        boolean json = type.isCompatibleWith(MediaType.APPLICATION_JSON)
                || type.getSubtype().endsWith("+json");
        String text = type.toString();
        if (!json && !ValueReference.isContentType(text)) {
            return Mono.error(() -> Requests.badRequest("bad-content-type", "the Content-Type is too long"));
        }
        return edge.bodies()
                .bytes(request, edge.limits().maxValue().intBytes())
                .map(body -> json ? new Json(edge.bodies().parse(body)) : new Bytes(body, text));
    }

    /** Waits for Redis. */
    JsonNode keep(Input input, ExecutionId execution) {
        return switch (input) {
            case Bytes(byte[] content, String type) -> References.leaf(store.keep(execution.value(), content, type));
            case Json(JsonNode tree) -> keep(tree, execution);
        };
    }

    private JsonNode keep(JsonNode tree, ExecutionId execution) {
        Split.Result split = Split.of(tree, INLINE, Set.of());
        Map<String, JsonNode> leaves = new LinkedHashMap<>();
        split.parts().forEach((place, value) -> {
            byte[] text = JsonMapper.shared().writeValueAsBytes(value);
            leaves.put(place, References.leaf(store.keep(execution.value(), text, ValueReference.JSON)));
        });
        return Places.put(split.tree(), leaves);
    }
}
