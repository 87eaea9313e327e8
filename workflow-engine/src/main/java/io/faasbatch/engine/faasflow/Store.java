package io.faasbatch.engine.faasflow;

import io.faasbatch.engine.definition.Faults;
import io.faasbatch.engine.definition.Suggestion;
import io.faasbatch.engine.faasflow.FlatWorkflow.Function;
import io.faasbatch.engine.faasflow.FlatWorkflow.Output;
import io.faasbatch.engine.faasflow.FlatWorkflow.Source;
import io.faasbatch.engine.faasflow.FlatWorkflow.ValueType;
import io.faasbatch.engine.imports.Precedence;
import io.faasbatch.engine.workflow.Template;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the writers of parameters. FaaSFlow keeps what a request writes under the parameter's name alone, so {@code INPUT.x} is the
 * {@code x} that was written last, by whatever function, or given as input. Which one was last is settled here by the graph, not by
 * the clock: among the functions before the reader, the one furthest down. For one definition and one thread.
 */
final class Store {

    private final FlatWorkflow workflow;
    private final FlatGraph graph;
    private final Precedence precedence;
    private final Faults faults;
    private final Map<String, List<Function>> writers = new HashMap<>();

    Store(FlatWorkflow workflow, FlatGraph graph, Precedence precedence, Faults faults) {
        this.workflow = workflow;
        this.graph = graph;
        this.precedence = precedence;
        this.faults = faults;
        for (String step : precedence.order().reversed()) {
            Function function = workflow.functions().get(step);
            if (function != null) {
                function.outputs()
                        .keySet()
                        .forEach(name -> writers.computeIfAbsent(name, _ -> new ArrayList<>())
                                .add(function));
            }
        }
    }

    /** What a step reads; what it cannot read is a fault. */
    Parameter read(String step, Source source) {
        try {
            return readInCondition(step, source.function(), source.parameter(), 0);
        } catch (ConditionSyntaxException e) {
            faults.add(source.at(), String.valueOf(e.getMessage()));
            return new Parameter(source.parameter(), List.of(), false);
        }
    }

    /**
     * As {@link #read}, for a condition.
     *
     * @param offset where the condition names it
     */
    Parameter readInCondition(String step, String name, String parameter, int offset) throws ConditionSyntaxException {
        if (name.equals(Source.INPUT)) {
            return anywhere(step, parameter);
        }
        Function function = workflow.functions().get(name);
        if (function == null) {
            throw new ConditionSyntaxException(unknown(name), offset);
        }
        if (!precedence.isBefore(name, step)) {
            throw new ConditionSyntaxException("function " + name + " does not come before " + step, offset);
        }
        if (!function.outputs().containsKey(parameter)) {
            String hint = Suggestion.of(parameter, function.outputs().keySet());
            throw new ConditionSyntaxException("function " + name + " has no output " + parameter + hint, offset);
        }
        return of(function, parameter);
    }

    /** The workflow's results; a branch that was not taken gives none. Empty when none are named. */
    Optional<Template> results() {
        Map<String, Template> results = new LinkedHashMap<>();
        workflow.results().forEach((name, sources) -> {
            List<Template> choices = new ArrayList<>();
            for (Source source : sources) {
                choices.add(result(source));
            }
            results.put(name, new FirstOf(choices));
        });
        return results.isEmpty() ? Optional.empty() : Optional.of(new Values.Arguments(results));
    }

    private Parameter result(Source source) {
        if (source.fromAnywhere()) {
            List<Parameter.Writer> all = writers.getOrDefault(source.parameter(), List.of()).stream()
                    .map(function -> writer(function, source.parameter()))
                    .toList();
            return new Parameter(source.parameter(), all, true);
        }
        Function function = workflow.functions().get(source.function());
        if (function == null) {
            faults.add(source.at(), unknown(source.function()));
            return new Parameter(source.parameter(), List.of(), false);
        }
        return of(function, source.parameter());
    }

    private Parameter anywhere(String step, String parameter) {
        List<Parameter.Writer> before = writers.getOrDefault(parameter, List.of()).stream()
                .filter(function -> precedence.isBefore(function.name(), step))
                .map(function -> writer(function, parameter))
                .toList();
        return new Parameter(parameter, before, true);
    }

    private Parameter of(Function function, String parameter) {
        return new Parameter(parameter, List.of(writer(function, parameter)), false);
    }

    private Parameter.Writer writer(Function function, String parameter) {
        Output output = function.outputs().get(parameter);
        return new Parameter.Writer(
                function.name(),
                graph.isRepeated(function.name()),
                output != null && function.outputs().size() == 1,
                output != null && output.type() == ValueType.KEYS);
    }

    private String unknown(String function) {
        return "unknown function " + function
                + Suggestion.of(function, workflow.functions().keySet());
    }
}
