package io.faasbatch.protocol;

import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * One invocation of a batch.
 *
 * @param input any JSON value; absent means null
 * @param deadline RFC 3339, when the invocation is stopped; absent means the function's own timeout from its start
 */
public record BatchInvocation(String id, JsonNode input, InvocationContext context, Optional<Instant> deadline) {

    public BatchInvocation {
        Required.text("id", id);
        input = input == null ? NullNode.getInstance() : input;
        context = context == null ? InvocationContext.DIRECT : context;
        deadline = deadline == null ? Optional.empty() : deadline;
    }
}
