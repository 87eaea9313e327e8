package io.faasbatch.engine.execution;

import tools.jackson.databind.JsonNode;

/**
 * Something that happened to an execution.
 *
 * @param id grows from event to event of one execution; a reader goes on after it
 * @param type {@code execution} or {@code step}
 * @param data for a step its record without output; for the execution {@code status} and, with its end, {@code error}
 */
public record ExecutionEvent(String id, String type, JsonNode data) {}
