package io.faasbatch.engine.execution;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.faasbatch.protocol.ErrorDetail;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What is known of one execution; the JSON shape of the REST API. Steps are in the order of the definition. */
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
        @Nullable Instant endedAt) {

    public Execution {
        steps = List.copyOf(steps);
    }
}
