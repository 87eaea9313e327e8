package io.faasbatch.engine.faasflow;

import io.faasbatch.engine.definition.YamlMap;
import io.faasbatch.engine.definition.YamlScalar;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A {@code flat_workflow.yaml} as it is written, its functions by name.
 *
 * @param results what {@code global_output} names, each with the places it may come from
 */
record FlatWorkflow(Map<String, Function> functions, Map<String, List<Source>> results) {

    /** The name of a function that stands for the end, declared or not. */
    static final String END = "END";

    FlatWorkflow {
        functions = Collections.unmodifiableMap(new LinkedHashMap<>(functions));
        results = Collections.unmodifiableMap(new LinkedHashMap<>(results));
    }

    /**
     * A function, or a virtual one that only steers.
     *
     * @param runtime in seconds
     * @param memory in GB
     */
    record Function(
            String name,
            YamlMap at,
            boolean virtual,
            double runtime,
            Optional<Double> memory,
            Optional<Integer> scale,
            Optional<Integer> splitRatio,
            Map<String, Input> inputs,
            Map<String, Output> outputs,
            Next next) {

        Function {
            inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
            outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
        }
    }

    /** What kind of a value an input or output is. */
    enum ValueType {
        /** A value. */
        NORMAL,
        /** A value that is handed on as it is. */
        PASS,
        /** One of the keys of a foreach. */
        KEY,
        /** The keys that a foreach goes over. */
        KEYS
    }

    record Input(ValueType type, Source source) {}

    /** @param bytes of the value, or of each key */
    record Output(ValueType type, long bytes) {}

    /**
     * A parameter of a function, or of the workflow's input.
     *
     * @param at where it is named
     */
    record Source(String function, String parameter, YamlMap at) {

        /** What names the whole store of a request instead of one function. */
        static final String INPUT = "INPUT";

        boolean fromAnywhere() {
            return function.equals(INPUT);
        }
    }

    /** How it goes on. */
    enum NextType {
        PASS,
        PARALLEL,
        FOREACH,
        SWITCH
    }

    /** @param conditions of a switch, one for each node; else empty */
    record Next(NextType type, List<YamlScalar> nodes, List<YamlScalar> conditions) {

        static final Next NOTHING = new Next(NextType.PASS, List.of(), List.of());

        Next {
            nodes = List.copyOf(nodes);
            conditions = List.copyOf(conditions);
        }
    }
}
