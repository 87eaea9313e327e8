package io.faasbatch.experiments.api;

import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/**
 * One container, as the API showed it.
 *
 * @param dockerId empty while it is being created
 * @param function empty while it has none
 * @param inFlight invocations that are with it
 * @param memoryBytes as the worker read it
 */
public record ContainerSeen(
        String id, Optional<String> dockerId, String function, String state, int inFlight, OptionalLong memoryBytes) {

    static ContainerSeen of(JsonNode json) {
        return new ContainerSeen(
                json.get("id").stringValue(),
                Optional.ofNullable(json.get("dockerId")).map(JsonNode::stringValue),
                json.at("/function").asString(""),
                json.get("state").stringValue(),
                json.at("/inFlight").asInt(0),
                json.hasNonNull("memoryBytes")
                        ? OptionalLong.of(json.get("memoryBytes").longValue())
                        : OptionalLong.empty());
    }

    /** Whether it has no function. */
    public boolean generic() {
        return state.equals("GENERIC");
    }
}
