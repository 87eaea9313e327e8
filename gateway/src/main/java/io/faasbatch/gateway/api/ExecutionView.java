package io.faasbatch.gateway.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.faasbatch.engine.execution.Execution;
import io.faasbatch.engine.execution.ExecutionStatus;
import io.faasbatch.engine.execution.StepRecord;
import io.faasbatch.engine.workflow.Step;
import io.faasbatch.engine.workflow.Workflow;
import io.faasbatch.protocol.ErrorDetail;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** An execution as it is shown. Steps are in the order of the definition. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ExecutionView(
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

    static ExecutionView of(Execution execution, Optional<Workflow> workflow) {
        Map<String, StepRecord> begun =
                execution.steps().stream().collect(Collectors.toMap(StepRecord::name, Function.identity()));
        List<Step> all = workflow.map(found -> found.graph().steps()).orElse(List.of());
        List<StepRecord> steps = all.stream()
                .map(step -> begun.getOrDefault(step.name(), StepRecord.pending(step.name())))
                .map(step -> step.withOutput(null))
                .toList();
        return new ExecutionView(
                execution.id(),
                execution.workflow(),
                execution.version(),
                execution.status(),
                execution.input(),
                execution.output(),
                execution.error(),
                steps,
                execution.createdAt(),
                execution.startedAt(),
                execution.endedAt());
    }
}
