package io.faasbatch.engine.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.faasbatch.protocol.ValueReference;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Body of {@code POST /worker/v1/invocations}: run this version of this function once.
 *
 * @param input absent means null
 * @param references by JSON pointer, the values {@code input} has null for
 */
public record InvocationCall(
        @JsonProperty(required = true) String id,
        @JsonProperty(required = true) String function,
        @JsonProperty(required = true) String version,
        @Nullable JsonNode input,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, ValueReference> references) {

    public InvocationCall {
        references = references == null ? Map.of() : Map.copyOf(references);
    }
}
