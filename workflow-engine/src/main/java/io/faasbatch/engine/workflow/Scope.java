package io.faasbatch.engine.workflow;

import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What expressions see.
 *
 * @param input of the execution
 * @param outputs of the steps that have ended, by step name; null for a skipped one
 * @param execution an object with {@code id}, {@code workflow} and {@code startedAt}
 * @param element the current one, inside a foreach
 */
public record Scope(JsonNode input, Map<String, JsonNode> outputs, JsonNode execution, Optional<Element> element) {

    /** An element of a foreach and its place, from 0. */
    public record Element(JsonNode item, int index) {}
}
