package io.faasbatch.engine.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Body of {@code POST /worker/v1/invocations}: run this version of this function once.
 *
 * @param input absent means null
 */
public record InvocationCall(
        @JsonProperty(required = true) String id,
        @JsonProperty(required = true) String function,
        @JsonProperty(required = true) String version,
        @Nullable JsonNode input) {}
