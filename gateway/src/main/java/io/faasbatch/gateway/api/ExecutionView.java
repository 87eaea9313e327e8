package io.faasbatch.gateway.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.faasbatch.engine.execution.Execution;
import io.faasbatch.engine.execution.ExecutionStatus;
import io.faasbatch.protocol.ErrorDetail;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An execution as it is shown.
 *
 * @param pausedAt present while it is paused
 * @param steps absent when they were not asked for
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ExecutionView(
        String id,
        String workflow,
        String version,
        ExecutionStatus status,
        boolean paused,
        @Nullable Instant pausedAt,
        boolean cancelRequested,
        int reruns,
        JsonNode input,
        @Nullable JsonNode output,
        @Nullable ErrorDetail error,
        @Nullable List<StepView> steps,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Instant deadline) {

    static ExecutionView of(Execution execution, @Nullable List<StepView> steps) {
        return new ExecutionView(
                execution.id(),
                execution.workflow(),
                execution.version(),
                execution.status(),
                execution.control().paused(),
                execution.control().pausedAt(),
                execution.control().cancel(),
                execution.reruns(),
                execution.input(),
                execution.output(),
                execution.error(),
                steps,
                execution.createdAt(),
                execution.startedAt(),
                execution.endedAt(),
                execution.deadline());
    }
}
