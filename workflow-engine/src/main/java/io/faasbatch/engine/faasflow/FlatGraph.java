package io.faasbatch.engine.faasflow;

import io.faasbatch.engine.definition.Faults;
import io.faasbatch.engine.definition.Suggestion;
import io.faasbatch.engine.definition.YamlMap;
import io.faasbatch.engine.definition.YamlScalar;
import io.faasbatch.engine.definition.YamlValue;
import io.faasbatch.engine.faasflow.FlatWorkflow.Function;
import io.faasbatch.engine.faasflow.FlatWorkflow.NextType;
import io.faasbatch.engine.imports.Precedence;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The edges of a workflow: only {@code next} makes them, data do not. A function that steers by a switch is followed by a step of its
 * own for it. For one definition and one thread.
 */
final class FlatGraph {

    private static final String SWITCH_SUFFIX = "-next";
    private static final int LONGEST_NAME = 63;

    private final FlatWorkflow workflow;
    private final Faults faults;
    private final Map<String, Set<String>> after = new LinkedHashMap<>();
    private final Set<String> repeated = new HashSet<>();

    private FlatGraph(FlatWorkflow workflow, Faults faults) {
        this.workflow = workflow;
        this.faults = faults;
    }

    static FlatGraph of(FlatWorkflow workflow, Faults faults) {
        var graph = new FlatGraph(workflow, faults);
        workflow.functions().values().forEach(graph::addSteps);
        workflow.functions().values().forEach(graph::addEdges);
        return graph;
    }

    /** The steps directly before a step. */
    Set<String> after(String step) {
        return after.getOrDefault(step, Set.of());
    }

    /** Whether a function runs once per key. */
    boolean isRepeated(String function) {
        return repeated.contains(function);
    }

    /** Whether the function is followed by a step for its switch. */
    static boolean hasSwitchStep(Function function) {
        return function.next().type() == NextType.SWITCH && !function.virtual();
    }

    /** The step that decides how it goes on after a function. */
    static String steering(Function function) {
        return hasSwitchStep(function) ? function.name() + SWITCH_SUFFIX : function.name();
    }

    /** The order of the steps; those in a cycle are faults. */
    Precedence precedence() {
        var precedence = new Precedence(after);
        if (!precedence.waiting().isEmpty()) {
            String step = after.keySet().stream()
                    .filter(precedence.waiting()::contains)
                    .findFirst()
                    .orElseThrow();
            YamlMap at = workflow.functions().values().stream()
                    .filter(function ->
                            function.name().equals(step) || steering(function).equals(step))
                    .findFirst()
                    .orElseThrow()
                    .at();
            String names =
                    String.join(", ", precedence.waiting().stream().sorted().toList());
            faults.add(at, "these functions wait for each other, or for one that does: " + names);
        }
        return precedence;
    }

    private void addSteps(Function function) {
        after.put(function.name(), new LinkedHashSet<>());
        if (hasSwitchStep(function)) {
            String step = steering(function);
            if (workflow.functions().containsKey(step) || step.length() > LONGEST_NAME) {
                faults.add(function.at(), "needs a step named " + step + " for its switch, which cannot be");
            }
            after.put(step, new LinkedHashSet<>(Set.of(function.name())));
        }
    }

    private void addEdges(Function function) {
        boolean foreach = function.next().type() == NextType.FOREACH;
        for (YamlScalar node : function.next().nodes()) {
            String name = node.text();
            Function target = workflow.functions().get(name);
            if (target != null) {
                after.getOrDefault(name, new LinkedHashSet<>()).add(steering(function));
                if (foreach) {
                    repeat(target, node);
                }
            } else if (!name.equals(FlatWorkflow.END)) {
                faults.add(
                        node,
                        "unknown function " + name
                                + Suggestion.of(name, workflow.functions().keySet()));
            }
        }
    }

    private void repeat(Function target, YamlValue node) {
        boolean hasKey =
                target.inputs().values().stream().anyMatch(input -> input.type() == FlatWorkflow.ValueType.KEY);
        if (target.virtual() || !hasKey) {
            faults.add(
                    node, "a foreach needs a function with an input of type key, which " + target.name() + " has not");
        } else {
            repeated.add(target.name());
        }
    }
}
