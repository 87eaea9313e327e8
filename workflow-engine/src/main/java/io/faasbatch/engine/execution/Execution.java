package io.faasbatch.engine.execution;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.faasbatch.protocol.ErrorDetail;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What is known of one execution.
 *
 * @param steps those that were begun or skipped, in no particular order
 * @param control what was asked of it from outside
 * @param deadline when it times out; set with its start
 * @param reruns how often it was begun again after it had ended
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Execution(
        String id,
        String workflow,
        String version,
        ExecutionStatus status,
        JsonNode input,
        @Nullable JsonNode output,
        @Nullable ErrorDetail error,
        List<StepRecord> steps,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Instant deadline,
        Control control,
        int reruns) {

    public Execution {
        steps = List.copyOf(steps);
    }

    /** One that was not begun. */
    public static Execution pending(
            ExecutionId id, String workflow, String version, JsonNode input, Instant createdAt) {
        return new Execution(
                id.value(),
                workflow,
                version,
                ExecutionStatus.PENDING,
                input,
                null,
                null,
                List.of(),
                createdAt,
                null,
                null,
                null,
                Control.NONE,
                0);
    }
}
