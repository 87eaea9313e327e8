package io.faasbatch.gateway.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.faasbatch.engine.execution.Execution;
import io.faasbatch.engine.execution.ExecutionStatus;
import io.faasbatch.protocol.ErrorDetail;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An execution as lists show it: without its data and steps. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ExecutionInList(
        String id,
        String workflow,
        String version,
        ExecutionStatus status,
        @Nullable ErrorDetail error,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt) {

    static ExecutionInList of(Execution execution) {
        return new ExecutionInList(
                execution.id(),
                execution.workflow(),
                execution.version(),
                execution.status(),
                execution.error(),
                execution.createdAt(),
                execution.startedAt(),
                execution.endedAt());
    }
}
