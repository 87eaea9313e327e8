package io.faasbatch.engine.execution;

import io.faasbatch.engine.function.FunctionName;
import io.faasbatch.engine.workflow.Action;
import io.faasbatch.engine.workflow.Graph;
import io.faasbatch.engine.workflow.Hints;
import io.faasbatch.engine.workflow.Retry;
import io.faasbatch.engine.workflow.Step;
import io.faasbatch.engine.workflow.Template;
import io.faasbatch.engine.workflow.Workflow;
import io.faasbatch.engine.workflow.WorkflowName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Workflows of every shape and construct, the same for the same seed. */
final class RandomWorkflow {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int DEEPEST = 3;

    private final Random random;
    private final WorkflowName child = new WorkflowName("child");
    private int names;

    RandomWorkflow(long seed) {
        this.random = new Random(seed);
    }

    Workflow root() {
        Optional<Step> onFailure = random.nextBoolean()
                ? Optional.of(step("onFailure", invoke("tidy"), Set.of(), List.of(), Retry.NONE))
                : Optional.empty();
        return new Workflow(
                new WorkflowName("root"),
                "v",
                graph(0, 2 + random.nextInt(9)),
                Duration.ofDays(30),
                Optional.empty(),
                onFailure);
    }

    Workflow child() {
        return new Workflow(
                child,
                "v",
                graph(DEEPEST, 1 + random.nextInt(3)),
                Duration.ofDays(29),
                Optional.empty(),
                Optional.empty());
    }

    private Graph graph(int depth, int size) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            steps.addAll(next(depth, steps));
        }
        List<String> all = steps.stream().map(Step::name).toList();
        return new Graph(steps, random.nextBoolean() ? Optional.of(collect(all)) : Optional.empty());
    }

    private List<Step> next(int depth, List<Step> before) {
        String name = "s" + names++;
        Set<String> after = someOf(before);
        return switch (random.nextInt(depth >= DEEPEST ? 8 : 11)) {
            case 0 -> List.of(step(name, new Action.SetValue(collect(after)), after, List.of(), Retry.NONE));
            case 1 ->
                List.of(step(
                        name,
                        new Action.WaitFor(_ -> JSON.stringNode(random(name, 2) == 0 ? "2s" : "90s")),
                        after,
                        List.of(),
                        Retry.NONE));
            case 2 -> fork(name, after);
            case 3 -> guarded(name, after);
            case 4 -> List.of(foreach(name, invoke("work", after), after, retry()));
            case 5, 6, 7 -> List.of(step(name, invoke("work", after), after, List.of(), retry()));
            case 8 ->
                List.of(step(
                        name,
                        new Action.Nested(graph(depth + 1, 1 + random.nextInt(4)), Optional.of(collect(after))),
                        after,
                        List.of(),
                        retry()));
            case 9 ->
                List.of(foreach(
                        name,
                        new Action.Nested(graph(depth + 1, 1 + random.nextInt(3)), Optional.of(element())),
                        after,
                        retry()));
            default -> List.of(step(name, new Action.SubWorkflow(child, collect(after)), after, List.of(), Retry.NONE));
        };
    }

    /** A switch, its two ways and the step where they meet. */
    private List<Step> fork(String name, Set<String> after) {
        String left = "s" + names++;
        String right = "s" + names++;
        String join = "s" + names++;
        boolean way = random.nextBoolean();
        var cases = List.of(
                new Action.Case(Optional.of(_ -> JSON.booleanNode(way)), List.of(left)),
                new Action.Case(Optional.empty(), List.of(right)));
        return List.of(
                step(name, new Action.Switch(cases), after, List.of(), Retry.NONE),
                step(left, invoke("work", Set.of(name)), Set.of(name), List.of(), retry()),
                step(right, invoke("work", Set.of(name)), Set.of(name), List.of(), retry()),
                step(join, invoke("work", Set.of(left, right)), Set.of(left, right), List.of(), retry()));
    }

    /** A step that may fail for good, and the one that handles it. */
    private List<Step> guarded(String name, Set<String> after) {
        String handler = "s" + names++;
        List<Step.Catch> catches =
                random.nextInt(6) == 0 ? List.of() : List.of(new Step.Catch(Set.of("FunctionError"), handler));
        Set<String> caught = catches.isEmpty() ? Set.of() : Set.of(name);
        return List.of(
                step(name, invoke("fails", after), after, catches, Retry.NONE),
                step(handler, invoke("work", caught), caught, List.of(), Retry.NONE));
    }

    private Step foreach(String name, Action action, Set<String> after, Retry retry) {
        int size = random.nextInt(5);
        boolean object = random.nextBoolean();
        Template items = _ -> {
            var array = JSON.arrayNode();
            var map = JSON.objectNode();
            IntStream.range(0, size).forEach(i -> {
                array.add(i);
                map.put("k" + i, i);
            });
            return object ? map : array;
        };
        int most = random.nextBoolean() ? Integer.MAX_VALUE : 1 + random.nextInt(2);
        return new Step(
                name,
                action,
                after,
                condition(),
                Optional.of(new Step.Foreach(items, most)),
                Optional.empty(),
                retry,
                List.of(),
                Optional.empty(),
                Hints.NONE);
    }

    private Step step(String name, Action action, Set<String> after, List<Step.Catch> catches, Retry retry) {
        return new Step(
                name,
                action,
                after,
                catches.isEmpty() && !(action instanceof Action.Switch) ? condition() : Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                retry,
                catches,
                Optional.empty(),
                Hints.NONE);
    }

    private Optional<Template> condition() {
        boolean wanted = random.nextInt(5) > 0;
        return random.nextInt(3) == 0 ? Optional.of(_ -> JSON.booleanNode(wanted)) : Optional.empty();
    }

    private Retry retry() {
        return random.nextBoolean()
                ? new Retry(4, Duration.ofMillis(random.nextInt(2) * 40_000L), 1, 0, Set.of())
                : Retry.NONE;
    }

    private Action.Invoke invoke(String function) {
        return new Action.Invoke(new FunctionName(function), scope -> scope.input());
    }

    private Action.Invoke invoke(String function, Set<String> inputs) {
        return new Action.Invoke(new FunctionName(function), scope -> {
            ArrayNode all = JSON.arrayNode();
            scope.element().ifPresent(element -> all.add(element.item()));
            all.add(collect(inputs).evaluate(scope));
            return all;
        });
    }

    private static Template element() {
        return scope -> scope.element().orElseThrow().item();
    }

    /** The outputs of some steps; null for those that did not run. */
    private static Template collect(java.util.Collection<String> steps) {
        List<String> sorted = steps.stream().sorted().toList();
        return scope -> {
            ArrayNode all = JSON.arrayNode();
            sorted.forEach(step -> all.add(
                    scope.steps().of(step).map(outcome -> outcome.output()).orElse(JSON.nullNode())));
            return all;
        };
    }

    private Set<String> someOf(List<Step> steps) {
        Set<String> some = new HashSet<>();
        for (Step step : steps) {
            if (random.nextInt(3) == 0) {
                some.add(step.name());
            }
        }
        return some;
    }

    private static int random(String name, int bound) {
        return Math.floorMod(name.hashCode(), bound);
    }
}
