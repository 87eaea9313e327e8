package io.faasbatch.proxy.runtime;

import io.faasbatch.protocol.InvocationContext;
import io.faasbatch.protocol.ValueReference;
import java.time.Instant;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * One invocation to run. The caller enforces {@code deadline}; user code is only told.
 *
 * @param references by JSON pointer, the values {@code input} has null for
 * @param parts the same values, once they were read
 */
public record RunRequest(
        String id,
        JsonNode input,
        InvocationContext context,
        Instant deadline,
        Map<String, ValueReference> references,
        Map<String, Part> parts) {

    public RunRequest {
        references = Map.copyOf(references);
        parts = Map.copyOf(parts);
    }

    /** One whose input is whole. */
    public RunRequest(String id, JsonNode input, InvocationContext context, Instant deadline) {
        this(id, input, context, deadline, Map.of(), Map.of());
    }

    public RunRequest with(Map<String, Part> read) {
        return new RunRequest(id, input, context, deadline, references, read);
    }

    /** What the invocation's data in Redis is kept under: its execution, or itself when it is a direct call. */
    public String scope() {
        return context.executionId().orElse(id);
    }
}
