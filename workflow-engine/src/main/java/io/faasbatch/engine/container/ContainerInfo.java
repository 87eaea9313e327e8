package io.faasbatch.engine.container;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is shown of one container; the JSON shape of the REST API.
 *
 * @param dockerId the Engine's id; the process id under the process sandbox
 * @param state {@code STARTING}, {@code IDLE}, {@code BUSY} or {@code STOPPING}
 * @param memoryBytes used now, where it could be read
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ContainerInfo(
        String id,
        @Nullable String dockerId,
        String worker,
        String function,
        String runtime,
        String state,
        long batches,
        long invocations,
        int inFlight,
        @Nullable Long memoryBytes,
        Instant createdAt,
        Instant lastUsedAt) {}
