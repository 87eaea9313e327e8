package io.faasbatch.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * One invocation of a batch.
 *
 * @param input any JSON value; absent means null
 * @param deadline RFC 3339, when the invocation is stopped; absent means the function's own timeout from its start
 * @param references by JSON pointer, the values that {@code input} has null for
 */
public record BatchInvocation(
        String id,
        JsonNode input,
        InvocationContext context,
        Optional<Instant> deadline,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, ValueReference> references) {

    @JsonCreator
    public BatchInvocation {
        Required.text("id", id);
        input = input == null ? NullNode.getInstance() : input;
        context = context == null ? InvocationContext.DIRECT : context;
        deadline = deadline == null ? Optional.empty() : deadline;
        references = references == null ? Map.of() : Map.copyOf(references);
    }

    /** One whose input is whole. */
    public BatchInvocation(String id, JsonNode input, InvocationContext context, Optional<Instant> deadline) {
        this(id, input, context, deadline, Map.of());
    }
}
