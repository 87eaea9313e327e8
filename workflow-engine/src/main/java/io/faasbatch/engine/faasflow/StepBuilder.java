package io.faasbatch.engine.faasflow;

import io.faasbatch.engine.definition.Faults;
import io.faasbatch.engine.definition.YamlScalar;
import io.faasbatch.engine.definition.YamlValue;
import io.faasbatch.engine.faasflow.FlatWorkflow.Function;
import io.faasbatch.engine.faasflow.FlatWorkflow.Input;
import io.faasbatch.engine.faasflow.FlatWorkflow.NextType;
import io.faasbatch.engine.faasflow.FlatWorkflow.ValueType;
import io.faasbatch.engine.function.FunctionName;
import io.faasbatch.engine.imports.Functions;
import io.faasbatch.engine.imports.ImportOptions;
import io.faasbatch.engine.imports.StandInInput;
import io.faasbatch.engine.workflow.Action;
import io.faasbatch.engine.workflow.Hints;
import io.faasbatch.engine.workflow.Retry;
import io.faasbatch.engine.workflow.Step;
import io.faasbatch.engine.workflow.Template;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes steps of functions. For one definition and one thread. */
final class StepBuilder {

    private static final String DEFAULT = "default";
    private static final int USUAL_KEYS = 3;
    private static final double NANOS = 1e9;
    private static final double BYTES_PER_GB = 1L << 30;
    private static final FunctionName UNKNOWN = new FunctionName("unknown");

    private final FlatWorkflow workflow;
    private final FlatGraph graph;
    private final Store store;
    private final ImportOptions options;
    private final Functions functions;
    private final Faults faults;

    StepBuilder(
            FlatWorkflow workflow,
            FlatGraph graph,
            Store store,
            ImportOptions options,
            Functions functions,
            Faults faults) {
        this.workflow = workflow;
        this.graph = graph;
        this.store = store;
        this.options = options;
        this.functions = functions;
        this.faults = faults;
    }

    /** The step of a function, and the one of its switch. */
    List<Step> steps(Function function) {
        List<Step> steps = new ArrayList<>();
        boolean steers = function.next().type() == NextType.SWITCH;
        if (!function.virtual()) {
            steps.add(step(function.name(), invocation(function), foreach(function), hints(function)));
        } else if (!steers) {
            steps.add(step(function.name(), new Action.SetValue(new Values.Nothing()), Optional.empty(), Hints.NONE));
        }
        if (steers) {
            steps.add(step(FlatGraph.steering(function), choice(function), Optional.empty(), Hints.NONE));
        }
        return steps;
    }

    private Step step(String name, Action action, Optional<Step.Foreach> foreach, Hints hints) {
        return new Step(
                name,
                action,
                graph.after(name),
                Optional.empty(),
                foreach,
                Optional.empty(),
                Retry.NONE,
                List.of(),
                Optional.empty(),
                hints);
    }

    private Action invocation(Function function) {
        YamlValue at = function.at().values().getOrDefault("name", function.at());
        Optional<FunctionName> named = functions.named(function.name());
        if (named.isEmpty()) {
            faults.add(at, "makes no name of a function, in lower case and with hyphens: [a-z0-9][a-z0-9-]{0,62}");
        } else if (!functions.exists(named.get())) {
            faults.add(at, "unknown function " + named.get() + "; deploy it first");
        }
        Map<String, Template> arguments = new LinkedHashMap<>();
        function.inputs().forEach((name, input) -> arguments.put(name, argument(function, name, input)));
        Template input = new Values.Arguments(arguments);
        return new Action.Invoke(
                named.orElse(UNKNOWN), options.standIn().isPresent() ? profile(function, input) : input);
    }

    private Template argument(Function function, String name, Input input) {
        Template value = store.read(function.name(), input.source());
        return isOwnKey(function, input) ? new Values.OwnKey(name) : value;
    }

    private boolean isOwnKey(Function function, Input input) {
        return graph.isRepeated(function.name()) && input.type() == ValueType.KEY;
    }

    private Optional<Step.Foreach> foreach(Function function) {
        Map<String, Template> keys = new LinkedHashMap<>();
        function.inputs().forEach((name, input) -> {
            if (isOwnKey(function, input)) {
                keys.put(name, store.read(function.name(), input.source()));
            }
        });
        return keys.isEmpty()
                ? Optional.empty()
                : Optional.of(new Step.Foreach(new Values.Instances(keys), Integer.MAX_VALUE));
    }

    private Action choice(Function function) {
        List<Action.Case> cases = new ArrayList<>();
        List<YamlScalar> conditions = function.next().conditions();
        int count = Math.min(conditions.size(), function.next().nodes().size());
        for (int i = 0; i < count; i++) {
            YamlScalar condition = conditions.get(i);
            String node = function.next().nodes().get(i).text();
            boolean otherwise = condition.text().equals(DEFAULT);
            if (otherwise && i < count - 1) {
                faults.add(condition, "default must be the last condition: those after it are never looked at");
            }
            List<String> then = node.equals(FlatWorkflow.END) ? List.of() : List.of(node);
            cases.add(new Action.Case(otherwise ? Optional.empty() : condition(function, condition), then));
        }
        return new Action.Switch(cases);
    }

    private Optional<Template> condition(Function function, YamlScalar text) {
        try {
            Condition condition = ConditionParser.parse(
                    text.text(),
                    (from, parameter, offset) ->
                            store.readInCondition(FlatGraph.steering(function), from, parameter, offset));
            return Optional.of(new Condition.Test(condition, text.text()));
        } catch (ConditionSyntaxException e) {
            faults.add(text.path(), text.placeOf(e.offset()), String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private StandInInput profile(Function function, Template arguments) {
        Map<String, StandInInput.Output> outputs = new LinkedHashMap<>();
        function.outputs().forEach((name, output) -> {
            int keys = output.type() == ValueType.KEYS ? keysOf(function.name(), name) : 0;
            outputs.put(name, new StandInInput.Output(output.bytes(), keys));
        });
        return StandInInput.of(function.runtime(), outputs, arguments, options);
    }

    /** As many as the function foresees that runs once per key. */
    private int keysOf(String writer, String parameter) {
        return workflow.functions().values().stream()
                .filter(reader -> reader.inputs().values().stream()
                        .anyMatch(input -> input.type() == ValueType.KEY
                                && input.source().function().equals(writer)
                                && input.source().parameter().equals(parameter)))
                .flatMap(reader -> reader.splitRatio().stream())
                .findFirst()
                .orElse(USUAL_KEYS);
    }

    private static Hints hints(Function function) {
        long bytes = function.outputs().values().stream()
                .mapToLong(FlatWorkflow.Output::bytes)
                .sum();
        return new Hints(
                Optional.of(Duration.ofNanos(Math.round(function.runtime() * NANOS))),
                Optional.of(bytes),
                function.memory().map(gigabytes -> Math.round(gigabytes * BYTES_PER_GB)),
                function.scale(),
                function.splitRatio());
    }
}
