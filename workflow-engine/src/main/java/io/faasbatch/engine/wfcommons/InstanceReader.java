package io.faasbatch.engine.wfcommons;

import io.faasbatch.engine.definition.Faults;
import io.faasbatch.engine.definition.Fields;
import io.faasbatch.engine.definition.YamlList;
import io.faasbatch.engine.definition.YamlMap;
import io.faasbatch.engine.definition.YamlScalar;
import io.faasbatch.engine.definition.YamlValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads what matters of a WfFormat document, version 1.5: the tasks, their files, and how long they ran. Other keys are many, and
 * pass unread. For one document and one thread.
 */
final class InstanceReader {

    /** Most tasks of one instance. */
    static final int MOST_TASKS = 10_000;

    private static final int LONGEST_NAME = 63;
    private static final double LONGEST_RUNTIME = 365 * 86_400.0;
    private static final double MOST_BYTES = 1L << 50;
    private static final Pattern UNFIT = Pattern.compile("[^A-Za-z0-9_-]");

    private final YamlMap document;
    private final Faults faults;
    private final Set<String> stepNames = new HashSet<>();

    /** What was recorded of a task's run. */
    private record Run(double runtime, Optional<Long> memory) {

        private static final Run UNKNOWN = new Run(0, Optional.empty());
    }

    InstanceReader(YamlMap document, Faults faults) {
        this.document = document;
        this.faults = faults;
    }

    Instance read() {
        Fields workflow = inside(fields(document), "workflow", true);
        Fields specification = inside(workflow, "specification", true);
        Map<String, Run> runs = runs(inside(workflow, "execution", false));
        specification.required("tasks");
        Map<String, Instance.Task> tasks = new LinkedHashMap<>();
        List<YamlMap> all = maps(specification, "tasks");
        if (specification.list("tasks").isPresent() && (all.isEmpty() || all.size() > MOST_TASKS)) {
            specification.fault("tasks", "must have from 1 to " + MOST_TASKS + " tasks, not " + all.size());
            return new Instance(Map.of(), Map.of());
        }
        for (YamlMap map : all) {
            task(map, runs).ifPresent(task -> {
                if (tasks.putIfAbsent(task.id(), task) != null) {
                    faults.add(map, "there is a task " + task.id() + " before it");
                }
            });
        }
        return new Instance(tasks, sizes(specification));
    }

    private Optional<Instance.Task> task(YamlMap map, Map<String, Run> runs) {
        Fields fields = fields(map);
        fields.required("id");
        return fields.text("id").map(id -> {
            Run run = runs.getOrDefault(id, Run.UNKNOWN);
            return new Instance.Task(
                    id,
                    stepName(id),
                    map,
                    texts(fields, "parents"),
                    texts(fields, "children"),
                    texts(fields, "inputFiles"),
                    texts(fields, "outputFiles"),
                    run.runtime(),
                    run.memory());
        });
    }

    /** What a step cannot be called is replaced, and what is taken gets a number. */
    private String stepName(String id) {
        String fit = UNFIT.matcher(id).replaceAll("_");
        String named = fit.isEmpty() || !Character.isLetter(fit.charAt(0)) ? "t" + fit : fit;
        String name = named.substring(0, Math.min(named.length(), LONGEST_NAME));
        for (int i = 2; !stepNames.add(name); i++) {
            String suffix = "_" + i;
            name = named.substring(0, Math.min(named.length(), LONGEST_NAME - suffix.length())) + suffix;
        }
        return name;
    }

    private Map<String, Run> runs(Fields execution) {
        Map<String, Run> runs = new HashMap<>();
        for (YamlMap map : maps(execution, "tasks")) {
            Fields fields = fields(map);
            double runtime =
                    fields.decimal("runtimeInSeconds", 0, LONGEST_RUNTIME).orElse(0.0);
            Optional<Long> memory =
                    fields.decimal("memoryInBytes", 0, MOST_BYTES).map(Math::round);
            fields.text("id").ifPresent(id -> runs.put(id, new Run(runtime, memory)));
        }
        return runs;
    }

    private Map<String, Long> sizes(Fields specification) {
        Map<String, Long> sizes = new HashMap<>();
        for (YamlMap map : maps(specification, "files")) {
            Fields fields = fields(map);
            double bytes = fields.decimal("sizeInBytes", 0, MOST_BYTES).orElse(0.0);
            fields.text("id").ifPresent(id -> sizes.put(id, Math.round(bytes)));
        }
        return sizes;
    }

    private Fields inside(Fields outer, String key, boolean required) {
        if (required) {
            outer.required(key);
        }
        return outer.map(key).map(this::fields).orElseGet(() -> fields(empty()));
    }

    private YamlMap empty() {
        return new YamlMap("", document.place(), 1, Map.of(), Map.of());
    }

    /** Of a map whose keys are not all known here. */
    private Fields fields(YamlMap map) {
        return new Fields(map, map.values().keySet(), faults);
    }

    private List<YamlMap> maps(Fields fields, String key) {
        List<YamlMap> maps = new ArrayList<>();
        for (YamlValue item : fields.list(key).map(YamlList::items).orElse(List.of())) {
            if (item instanceof YamlMap map) {
                maps.add(map);
            } else {
                faults.add(item, "must be a map, not " + item.what());
            }
        }
        return maps;
    }

    private static List<String> texts(Fields fields, String key) {
        return fields.texts(key).stream().map(YamlScalar::text).toList();
    }
}
