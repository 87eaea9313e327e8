package io.faasbatch.engine.faasflow;

import io.faasbatch.engine.definition.Faults;
import io.faasbatch.engine.definition.Fields;
import io.faasbatch.engine.definition.YamlList;
import io.faasbatch.engine.definition.YamlMap;
import io.faasbatch.engine.definition.YamlScalar;
import io.faasbatch.engine.definition.YamlValue;
import io.faasbatch.engine.faasflow.FlatWorkflow.Function;
import io.faasbatch.engine.faasflow.FlatWorkflow.Input;
import io.faasbatch.engine.faasflow.FlatWorkflow.Next;
import io.faasbatch.engine.faasflow.FlatWorkflow.NextType;
import io.faasbatch.engine.faasflow.FlatWorkflow.Output;
import io.faasbatch.engine.faasflow.FlatWorkflow.Source;
import io.faasbatch.engine.faasflow.FlatWorkflow.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/** Reads what stands in a {@code flat_workflow.yaml}; what it means is checked later. For one document and one thread. */
final class FlatReader {

    static final Set<String> KEYS = Set.of("global_input", "functions", "global_output");

    private static final Set<String> FUNCTION_KEYS =
            Set.of("name", "source", "runtime", "scale", "mem_usage", "split_ratio", "input", "output", "next");
    private static final Set<String> VALUE_KEYS = Set.of("type", "value", "size");
    private static final Set<String> OUTPUT_KEYS = Set.of("type", "size");
    private static final Set<String> SOURCE_KEYS = Set.of("function", "parameter");
    private static final Set<String> NEXT_KEYS = Set.of("type", "nodes", "conditions");

    private static final Map<String, ValueType> TYPES =
            Map.of("normal", ValueType.NORMAL, "pass", ValueType.PASS, "key", ValueType.KEY, "keys", ValueType.KEYS);
    private static final Map<String, NextType> NEXT_TYPES = Map.of(
            "pass", NextType.PASS,
            "parallel", NextType.PARALLEL,
            "foreach", NextType.FOREACH,
            "switch", NextType.SWITCH);
    private static final Map<String, Boolean> RESULT_TYPES =
            Map.of("normal", false, "pass", false, "key", false, "keys", false, "switch", true);

    private static final String VIRTUAL = "VIRTUAL";
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,62}");

    /** Most functions of one workflow. */
    static final int MOST_FUNCTIONS = 10_000;

    private static final double LONGEST_RUNTIME = 30 * 86_400.0;
    private static final double MOST_MEMORY = 1_000_000;
    private static final double MOST_BYTES = 1L << 50;
    private static final int LARGEST_COUNT = 1_000_000;

    private final YamlMap document;
    private final Faults faults;

    FlatReader(YamlMap document, Faults faults) {
        this.document = document;
        this.faults = faults;
    }

    FlatWorkflow read() {
        var fields = new Fields(document, KEYS, faults);
        fields.map("global_input").ifPresent(map -> entries(map, this::input));
        Map<String, Function> functions = functions(fields);
        Map<String, List<Source>> results = fields.map("global_output")
                .map(map -> entries(map, this::result))
                .orElse(Map.of());
        return new FlatWorkflow(functions, results);
    }

    private Map<String, Function> functions(Fields fields) {
        fields.required("functions");
        List<YamlValue> items = fields.list("functions").map(YamlList::items).orElse(List.of());
        if (fields.list("functions").isPresent() && (items.isEmpty() || items.size() > MOST_FUNCTIONS)) {
            fields.fault("functions", "must have from 1 to " + MOST_FUNCTIONS + " functions, not " + items.size());
            return Map.of();
        }
        Map<String, Function> functions = new LinkedHashMap<>();
        for (YamlValue item : items) {
            if (item instanceof YamlMap map) {
                function(map).ifPresent(function -> {
                    if (functions.putIfAbsent(function.name(), function) != null) {
                        faults.add(map, "there is a function " + function.name() + " before it");
                    }
                });
            } else {
                faults.add(item, "must be a map, not " + item.what());
            }
        }
        return functions;
    }

    private Optional<Function> function(YamlMap map) {
        var fields = new Fields(map, FUNCTION_KEYS, faults);
        fields.required("name");
        Optional<String> name = fields.text("name");
        if (name.isPresent() && !NAME.matcher(name.get()).matches()) {
            fields.fault("name", "is no name of a function: " + NAME.pattern());
        }
        Optional<String> source = fields.text("source");
        return name.map(value -> new Function(
                value,
                map,
                source.filter(VIRTUAL::equals).isPresent(),
                fields.decimal("runtime", 0, LONGEST_RUNTIME).orElse(0.0),
                fields.decimal("mem_usage", 0, MOST_MEMORY),
                fields.integer("scale", 0, LARGEST_COUNT),
                fields.integer("split_ratio", 1, LARGEST_COUNT),
                fields.map("input").map(inputs -> entries(inputs, this::input)).orElse(Map.of()),
                fields.map("output")
                        .map(outputs -> entries(outputs, this::output))
                        .orElse(Map.of()),
                next(fields)));
    }

    private <T> Map<String, T> entries(YamlMap map, BiFunction<YamlMap, String, Optional<T>> read) {
        Map<String, T> entries = new LinkedHashMap<>();
        map.values().forEach((name, value) -> {
            if (value instanceof YamlMap entry) {
                read.apply(entry, name).ifPresent(found -> entries.put(name, found));
            } else {
                faults.add(map.pathOf(name), value.place(), "must be a map, not " + value.what());
            }
        });
        return entries;
    }

    private Optional<Input> input(YamlMap map, String name) {
        var fields = new Fields(map, VALUE_KEYS, faults);
        fields.required("value");
        size(fields);
        ValueType type = type(fields);
        return fields.map("value").flatMap(this::source).map(source -> new Input(type, source));
    }

    private Optional<Output> output(YamlMap map, String name) {
        var fields = new Fields(map, OUTPUT_KEYS, faults);
        return Optional.of(new Output(type(fields), size(fields)));
    }

    private Optional<List<Source>> result(YamlMap map, String name) {
        var fields = new Fields(map, VALUE_KEYS, faults);
        fields.required("value");
        size(fields);
        if (!fields.choice("type", RESULT_TYPES).orElse(false)) {
            return fields.map("value").flatMap(this::source).map(List::of);
        }
        List<Source> sources = new ArrayList<>();
        for (YamlValue item : fields.list("value").map(YamlList::items).orElse(List.of())) {
            if (item instanceof YamlMap source) {
                source(source).ifPresent(sources::add);
            } else {
                faults.add(item, "must be a map, not " + item.what());
            }
        }
        return Optional.of(sources);
    }

    private Optional<Source> source(YamlMap map) {
        var fields = new Fields(map, SOURCE_KEYS, faults);
        fields.required("function");
        fields.required("parameter");
        Optional<String> function = fields.text("function");
        Optional<String> parameter = fields.value("parameter").flatMap(this::parameter);
        return function.flatMap(from -> parameter.map(name -> new Source(from, name, map)));
    }

    /** The name of a parameter may look like a number. */
    private Optional<String> parameter(YamlValue value) {
        if (value instanceof YamlScalar scalar) {
            return Optional.of(scalar.text());
        }
        faults.add(value, "must be text, not " + value.what());
        return Optional.empty();
    }

    private static ValueType type(Fields fields) {
        return fields.choice("type", TYPES).orElse(ValueType.NORMAL);
    }

    private static long size(Fields fields) {
        return fields.decimal("size", 0, MOST_BYTES).map(Math::round).orElse(0L);
    }

    private Next next(Fields function) {
        Optional<YamlMap> map = function.map("next");
        if (map.isEmpty()) {
            return Next.NOTHING;
        }
        var fields = new Fields(map.get(), NEXT_KEYS, faults);
        fields.required("type");
        NextType type = fields.choice("type", NEXT_TYPES).orElse(NextType.PASS);
        List<YamlScalar> nodes = fields.texts("nodes");
        List<YamlScalar> conditions = conditions(fields);
        if (type == NextType.SWITCH && conditions.size() != nodes.size()) {
            fields.fault("conditions", "must be as many as there are nodes: " + nodes.size());
        }
        if (type != NextType.SWITCH && fields.value("conditions").isPresent()) {
            fields.fault("conditions", "only a switch has conditions");
        }
        return new Next(type, nodes, type == NextType.SWITCH ? conditions : List.of());
    }

    /** A condition such as {@code True} or {@code 1} is no text for YAML. */
    private List<YamlScalar> conditions(Fields fields) {
        List<YamlScalar> conditions = new ArrayList<>();
        for (YamlValue item : fields.list("conditions").map(YamlList::items).orElse(List.of())) {
            if (item instanceof YamlScalar scalar) {
                conditions.add(scalar);
            } else {
                faults.add(item, "must be text, not " + item.what());
            }
        }
        return conditions;
    }
}
