package io.faasbatch.gateway.api;

import io.faasbatch.engine.execution.Execution;
import io.faasbatch.engine.execution.StepRecord;
import io.faasbatch.engine.execution.StepStatus;
import io.faasbatch.gateway.graph.Diagrams;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The states of an execution's steps as its graph shows them: a step nested in a foreach has that of the element that asks most for attention. */
final class StepStates {

    /** Step names begin with a letter, so a number in a path is an element. */
    private static final Pattern ELEMENT = Pattern.compile("\\.[0-9]+(?=\\.|$)");

    private static final List<StepStatus> WORST_FIRST = List.of(
            StepStatus.FAILED,
            StepStatus.RUNNING,
            StepStatus.CANCELLED,
            StepStatus.PENDING,
            StepStatus.SUCCEEDED,
            StepStatus.SKIPPED);

    private StepStates() {}

    static Diagrams.States of(Execution execution) {
        Map<String, StepStatus> states = new HashMap<>();
        for (StepRecord step : execution.steps()) {
            String path = ELEMENT.matcher(step.name()).replaceAll("");
            boolean element = ELEMENT.matcher(step.name()).find() && !isNested(step.name());
            if (!element) {
                states.merge(path, step.status(), StepStates::worse);
            }
        }
        return path -> Optional.of(states.getOrDefault(path, StepStatus.PENDING).name());
    }

    /** An element itself says nothing that its step does not say. */
    private static boolean isNested(String name) {
        return !Character.isDigit(name.charAt(name.lastIndexOf('.') + 1));
    }

    private static StepStatus worse(StepStatus one, StepStatus other) {
        return WORST_FIRST.indexOf(one) <= WORST_FIRST.indexOf(other) ? one : other;
    }
}
