package io.faasbatch.gateway.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.faasbatch.engine.execution.StepRecord;
import io.faasbatch.engine.execution.StepStatus;
import io.faasbatch.engine.invocation.InvocationRecord;
import io.faasbatch.protocol.ErrorDetail;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A step of an execution as it is shown: without its output, which may be large.
 *
 * @param name its path
 * @param kind what it does, as in the graph; absent when the definition is gone
 * @param outputBytes of its output as JSON
 * @param invocations those of all elements, in their order
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record StepView(
        String name,
        @Nullable String kind,
        StepStatus status,
        int attempts,
        int failures,
        @Nullable ErrorDetail error,
        List<InvocationRecord> invocations,
        @Nullable Integer elements,
        @Nullable Long outputBytes,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Instant dueAt,
        @Nullable String handler,
        @Nullable String version) {

    static StepView of(StepRecord step, @Nullable String kind, List<InvocationRecord> invocations) {
        return new StepView(
                step.name(),
                kind,
                step.status(),
                step.attempts(),
                step.failures(),
                step.error(),
                invocations,
                step.elements(),
                step.output() == null ? null : OutputSize.of(step.output()),
                step.startedAt(),
                step.endedAt(),
                step.dueAt(),
                step.handler(),
                step.version());
    }
}
