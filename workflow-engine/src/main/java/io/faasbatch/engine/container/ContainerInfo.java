package io.faasbatch.engine.container;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is shown of one container; the JSON shape of the REST API.
 *
 * @param dockerId the Engine's id; the process id under the process sandbox
 * @param function absent while it has none
 * @param state {@code STARTING}, {@code IDLE}, {@code BUSY} or {@code STOPPING}; {@code GENERIC} while it has no function
 * @param memoryBytes used now, where it could be read
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties("generic")
public record ContainerInfo(
        String id,
        @Nullable String dockerId,
        String worker,
        @Nullable String function,
        String runtime,
        String state,
        long batches,
        long invocations,
        int inFlight,
        @Nullable Long memoryBytes,
        Instant createdAt,
        Instant lastUsedAt) {

    private static final String GENERIC = "GENERIC";

    /** One of the warm pool. */
    static ContainerInfo generic(
            String id, String nativeId, String worker, String runtime, @Nullable Long memoryBytes, Instant createdAt) {
        return new ContainerInfo(
                id, nativeId, worker, null, runtime, GENERIC, 0, 0, 0, memoryBytes, createdAt, createdAt);
    }

    /** Whether it waits in the warm pool for a function. */
    public boolean isGeneric() {
        return state.equals(GENERIC);
    }
}
