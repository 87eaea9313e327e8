package io.faasbatch.gateway.graph;

import io.faasbatch.engine.workflow.Action;
import io.faasbatch.engine.workflow.Graph;
import io.faasbatch.engine.workflow.Step;
import io.faasbatch.engine.workflow.Template;
import io.faasbatch.engine.workflow.Workflow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes diagrams of workflows. */
public final class Diagrams {

    /** Gives the state of the step with a path; empty when states are not to be shown. */
    public interface States extends Function<String, Optional<String>> {}

    private final States states;

    private Diagrams(States states) {
        this.states = states;
    }

    /** A workflow as it is defined. */
    public static Diagram of(Workflow workflow) {
        return of(workflow, _ -> Optional.empty());
    }

    /** An execution of a workflow. */
    public static Diagram of(Workflow workflow, States states) {
        Diagrams diagrams = new Diagrams(states);
        Diagram whole = diagrams.diagram(workflow.graph(), "");
        if (workflow.onFailure().isEmpty()) {
            return whole;
        }
        List<Diagram.Vertex> steps = new ArrayList<>(whole.steps());
        steps.add(diagrams.vertex(workflow.onFailure().get(), "", true));
        return new Diagram(steps, whole.edges());
    }

    private Diagram diagram(Graph graph, String prefix) {
        Map<String, Integer> places = new HashMap<>();
        Map<String, Step> byName = new HashMap<>();
        for (Step step : graph.steps()) {
            places.put(step.name(), places.size());
            byName.put(step.name(), step);
        }
        List<Diagram.Link> edges = new ArrayList<>();
        for (Step step : graph.steps()) {
            Set<String> used = used(step);
            step.after().stream()
                    .filter(byName::containsKey)
                    .sorted(Comparator.comparing(name -> places.getOrDefault(name, 0)))
                    .map(name -> new Diagram.Link(name, step.name(), way(byName.get(name), step, used)))
                    .forEach(edges::add);
        }
        return new Diagram(
                graph.steps().stream().map(step -> vertex(step, prefix, false)).toList(), edges);
    }

    private static Diagram.Way way(@Nullable Step from, Step to, Set<String> used) {
        if (from != null
                && from.action() instanceof Action.Switch choice
                && choice.targets().contains(to.name())) {
            return Diagram.Way.SWITCH;
        }
        if (from != null
                && from.catches().stream().anyMatch(one -> one.handler().equals(to.name()))) {
            return Diagram.Way.CATCH;
        }
        return from != null && used.contains(from.name()) ? Diagram.Way.DATA : Diagram.Way.AFTER;
    }

    private Diagram.Vertex vertex(Step step, String prefix, boolean onFailure) {
        String path = prefix + step.name();
        Integer most = step.foreach()
                .map(Step.Foreach::maxParallel)
                .filter(limit -> limit != Integer.MAX_VALUE)
                .orElse(null);
        return new Diagram.Vertex(
                step.name(),
                path,
                Kind.of(step.action()),
                step.action() instanceof Action.Invoke invoke
                        ? invoke.function().value()
                        : null,
                step.action() instanceof Action.SubWorkflow sub ? sub.workflow().value() : null,
                step.action() instanceof Action.Fail fail ? fail.type() : null,
                step.foreach().isPresent(),
                most,
                step.when().isPresent(),
                onFailure,
                states.apply(path).orElse(null),
                step.action() instanceof Action.Nested nested ? diagram(nested.graph(), path + ".") : null);
    }

    /** The steps whose outputs a step, or one nested in it, uses. */
    private static Set<String> used(Step step) {
        Set<String> used = new HashSet<>();
        Stream.of(step.when(), step.foreach().map(Step.Foreach::items), step.output())
                .flatMap(Optional::stream)
                .forEach(template -> used.addAll(template.steps()));
        templates(step.action()).forEach(template -> used.addAll(template.steps()));
        if (step.action() instanceof Action.Nested nested) {
            nested.graph().steps().forEach(inner -> used.addAll(used(inner)));
            nested.graph().output().ifPresent(output -> used.addAll(output.steps()));
        }
        return used;
    }

    private static Stream<Template> templates(Action action) {
        return switch (action) {
            case Action.Invoke invoke -> Stream.of(invoke.input());
            case Action.Nested nested -> nested.input().stream();
            case Action.SubWorkflow sub -> Stream.of(sub.input());
            case Action.WaitFor wait -> Stream.of(wait.duration());
            case Action.WaitUntil wait -> Stream.of(wait.instant());
            case Action.SetValue set -> Stream.of(set.value());
            case Action.Fail fail -> Stream.of(fail.message());
            case Action.Succeed succeed -> Stream.of(succeed.output());
            case Action.Switch choice -> choice.cases().stream().flatMap(one -> one.when().stream());
        };
    }
}
