package io.faasbatch.engine.wfcommons;

import io.faasbatch.engine.definition.Faults;
import io.faasbatch.engine.definition.InvalidDefinitionException;
import io.faasbatch.engine.definition.Place;
import io.faasbatch.engine.definition.YamlMap;
import io.faasbatch.engine.function.FunctionName;
import io.faasbatch.engine.imports.ImportOptions;
import io.faasbatch.engine.imports.Precedence;
import io.faasbatch.engine.imports.StandInInput;
import io.faasbatch.engine.workflow.Action;
import io.faasbatch.engine.workflow.Graph;
import io.faasbatch.engine.workflow.Hints;
import io.faasbatch.engine.workflow.Retry;
import io.faasbatch.engine.workflow.Step;
import io.faasbatch.engine.workflow.Workflow;
import io.faasbatch.engine.workflow.WorkflowName;
import io.faasbatch.engine.workflow.WorkflowText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Reads recorded scientific workflows. The programs they ran are not there, so every task runs one stand-in function, which takes the
 * recorded time and makes files of the recorded sizes, both scaled. Thread-safe, and without state of its own.
 */
public final class WfCommonsParser {

    /** The function that stands in when no other is named. */
    public static final FunctionName STAND_IN = new FunctionName("stand-in");

    private static final double NANOS = 1e9;

    /**
     * The workflow that the document describes.
     *
     * @param document of the definition in {@code text}
     * @throws InvalidDefinitionException with every fault
     */
    public Workflow parse(
            WorkflowName name, WorkflowText text, YamlMap document, Predicate<FunctionName> functionExists)
            throws InvalidDefinitionException {
        var faults = new Faults();
        ImportOptions options = ImportOptions.read(text.options(), faults);
        FunctionName function = options.standIn().orElse(STAND_IN);
        if (!functionExists.test(function)) {
            faults.add("options.function", Place.NONE, "unknown function " + function + "; deploy the stand-in first");
        }
        Instance instance = new InstanceReader(document, faults).read();
        TaskGraph edges = TaskGraph.of(instance, faults);
        var precedence = new Precedence(edges.after());
        if (!precedence.waiting().isEmpty()) {
            String waiting =
                    String.join(", ", precedence.waiting().stream().sorted().toList());
            faults.add("workflow.specification.tasks", Place.NONE, "these tasks wait for each other: " + waiting);
        }
        faults.throwIfAny();
        List<Step> steps = new ArrayList<>();
        instance.tasks().values().forEach(task -> steps.add(step(task, edges, instance, function, options)));
        var graph = new Graph(steps, Optional.empty());
        return new Workflow(name, text.version(), graph, options.timeout(), Optional.empty(), Optional.empty());
    }

    private static Step step(
            Instance.Task task, TaskGraph edges, Instance instance, FunctionName function, ImportOptions options) {
        Set<String> after = edges.after().getOrDefault(task.step(), Set.of());
        Map<String, StandInInput.Output> outputs = new LinkedHashMap<>();
        task.outputs().forEach(file -> outputs.put(file, new StandInInput.Output(instance.bytesOf(file), 0)));
        StandInInput input = StandInInput.of(task.runtime(), outputs, new Files(edges.writers(task)), options);
        return new Step(
                task.step(),
                new Action.Invoke(function, input),
                after,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Retry.NONE,
                List.of(),
                Optional.empty(),
                hints(task, instance));
    }

    private static Hints hints(Instance.Task task, Instance instance) {
        return new Hints(
                Optional.of(Duration.ofNanos(Math.round(task.runtime() * NANOS))),
                Optional.of(task.outputs().stream().mapToLong(instance::bytesOf).sum()),
                task.memory(),
                Optional.empty(),
                Optional.empty());
    }
}
