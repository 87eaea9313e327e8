package io.faasbatch.engine.workflow;

import io.faasbatch.engine.definition.Faults;
import io.faasbatch.engine.definition.YamlMap;
import io.faasbatch.engine.definition.YamlValue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the steps of a graph, draws the edges between them and finds what can never start. */
final class GraphReader {

    private static final Pattern STEP_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,62}");

    private final Reading reading;
    private final Faults faults;
    private final StepReader steps;

    GraphReader(Reading reading) {
        this.reading = reading;
        this.faults = reading.faults();
        this.steps = new StepReader(reading, this);
    }

    /** Steps that read well where they can; their faults are collected. */
    List<Step> read(OpenGraph graph, Visible visible) {
        YamlMap source = graph.source();
        if (!fits(graph)) {
            return List.of();
        }
        List<Step> read = new ArrayList<>();
        source.values().forEach((name, value) -> {
            checkName(graph, name);
            step(graph, name, value, visible).ifPresent(read::add);
        });
        if (graph.role() == StepRole.BRANCH) {
            return read;
        }
        List<Step> joined = read.stream().map(step -> joined(graph, step)).toList();
        StepGraph.check(joined, source, faults);
        return joined;
    }

    /** A step that is in no graph. */
    Step alone(OpenStep step, YamlMap source, StepRole role, Visible visible) {
        return steps.read(step, source, role, visible);
    }

    private boolean fits(OpenGraph graph) {
        YamlMap source = graph.source();
        if (graph.depth() > WorkflowParser.DEEPEST) {
            faults.add(source, "more than " + WorkflowParser.DEEPEST + " graphs around this one");
            return false;
        }
        int size = source.values().size();
        if (size == 0 || size > WorkflowParser.MOST_STEPS) {
            faults.add(source, "must have from 1 to " + WorkflowParser.MOST_STEPS + " steps, not " + size);
            return false;
        }
        boolean within = reading.count(size);
        if (!within) {
            faults.add(source, "more than " + WorkflowParser.MOST_STEPS + " steps in all, nested ones counted");
        }
        return within;
    }

    private void checkName(OpenGraph graph, String name) {
        YamlMap source = graph.source();
        if (!STEP_NAME.matcher(name).matches()) {
            faults.add(source.pathOf(name), source.keyPlace(name), "is no name of a step: " + STEP_NAME.pattern());
        }
        for (Optional<OpenStep> outer = graph.around();
                outer.isPresent();
                outer = outer.get().graph().around()) {
            if (outer.get().graph().has(name) || outer.get().name().equals(name)) {
                faults.add(
                        source.pathOf(name),
                        source.keyPlace(name),
                        "a step of a graph around this one has the same name");
                return;
            }
        }
    }

    private Optional<Step> step(OpenGraph graph, String name, YamlValue value, Visible visible) {
        if (value instanceof YamlMap map) {
            return Optional.of(steps.read(new OpenStep(graph, name), map, graph.role(), visible));
        }
        faults.add(value, "must be a map, not " + value.what());
        return Optional.empty();
    }

    /** With the edges that other steps draw to it. */
    private static Step joined(OpenGraph graph, Step step) {
        Set<String> chosenBy = graph.chosenBy(step.name());
        if (chosenBy.isEmpty()) {
            return step;
        }
        Set<String> after = new LinkedHashSet<>(step.after());
        after.addAll(chosenBy);
        return step.withAfter(after);
    }
}
