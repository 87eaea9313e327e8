package io.faasbatch.gateway.api;

import io.faasbatch.engine.execution.Execution;
import io.faasbatch.engine.execution.ExecutionId;
import io.faasbatch.engine.execution.ExecutionStore;
import io.faasbatch.engine.execution.StepRecord;
import io.faasbatch.engine.invocation.InvocationId;
import io.faasbatch.engine.invocation.InvocationRecord;
import io.faasbatch.engine.invocation.InvocationStatus;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Invocations that are a step's, or an element's of its foreach: their records are kept with the step. */
final class StepInvocations {

    private final ExecutionStore store;

    StepInvocations(ExecutionStore store) {
        this.store = store;
    }

    /** @param id {@code EXECUTION:PATH}, or any other, which is none of a step */
    Optional<InvocationRecord> find(InvocationId id) {
        int colon = id.value().indexOf(':');
        if (colon <= 0 || colon == id.value().length() - 1) {
            return Optional.empty();
        }
        String path = id.value().substring(colon + 1);
        return store.find(new ExecutionId(id.value().substring(0, colon)))
                .flatMap(execution -> step(execution, path))
                .flatMap(step -> invocation(step, id));
    }

    private static Optional<StepRecord> step(Execution execution, String path) {
        return execution.steps().stream()
                .filter(step -> step.name().equals(path))
                .findFirst();
    }

    private static Optional<InvocationRecord> invocation(StepRecord step, InvocationId id) {
        return step.invocations().stream()
                .filter(invocation -> invocation.id().equals(id.value()))
                .reduce((_, last) -> last)
                .map(invocation -> withOutput(invocation, step.output()));
    }

    private static InvocationRecord withOutput(InvocationRecord invocation, @Nullable JsonNode output) {
        if (invocation.status() != InvocationStatus.SUCCEEDED || output == null) {
            return invocation;
        }
        return new InvocationRecord(
                invocation.id(),
                invocation.function(),
                invocation.version(),
                invocation.status(),
                output,
                invocation.error(),
                invocation.timings(),
                invocation.container(),
                invocation.batch(),
                invocation.executionId(),
                invocation.step(),
                invocation.attempt(),
                invocation.createdAt(),
                invocation.startedAt(),
                invocation.endedAt());
    }
}
