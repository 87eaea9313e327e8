package io.faasbatch.engine.invocation;

import io.faasbatch.engine.function.FunctionDefinition;
import io.faasbatch.protocol.InvocationContext;
import java.time.Instant;
import tools.jackson.databind.JsonNode;

/**
 * One invocation to run.
 *
 * @param deadline when it is stopped and reported as timed out, wherever it is then
 */
public record InvocationRequest(
        InvocationId id, FunctionDefinition function, JsonNode input, InvocationContext context, Instant deadline) {}
