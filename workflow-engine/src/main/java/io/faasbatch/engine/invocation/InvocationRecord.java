package io.faasbatch.engine.invocation;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.faasbatch.protocol.ErrorDetail;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What is known of one invocation; the JSON shape of the REST API.
 *
 * @param output present when it succeeded
 * @param error present when it ended otherwise
 * @param executionId absent for a direct call
 * @param attempt from 1
 * @param startedAt when it was sent to its container
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record InvocationRecord(
        String id,
        String function,
        String version,
        InvocationStatus status,
        @Nullable JsonNode output,
        @Nullable ErrorDetail error,
        Timings timings,
        @Nullable ContainerUse container,
        @Nullable BatchUse batch,
        @Nullable String executionId,
        @Nullable String step,
        int attempt,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt) {

    public InvocationRecord withOutput(@Nullable JsonNode other) {
        return new InvocationRecord(
                id,
                function,
                version,
                status,
                other,
                error,
                timings,
                container,
                batch,
                executionId,
                step,
                attempt,
                createdAt,
                startedAt,
                endedAt);
    }

    /** As when it was accepted some time before it reached the worker. */
    public InvocationRecord withCreatedAt(Instant accepted) {
        return new InvocationRecord(
                id,
                function,
                version,
                status,
                output,
                error,
                timings,
                container,
                batch,
                executionId,
                step,
                attempt,
                accepted,
                startedAt,
                endedAt);
    }

    /** The container that ran it. {@code cold}: it was created for this invocation's batch. */
    public record ContainerUse(String id, boolean cold) {}

    /** The batch it was dispatched in; {@code size} at least 1. */
    public record BatchUse(String id, int size) {}
}
