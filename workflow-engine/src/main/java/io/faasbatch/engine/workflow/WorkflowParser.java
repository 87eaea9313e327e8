package io.faasbatch.engine.workflow;

import io.faasbatch.engine.definition.ContentDigest;
import io.faasbatch.engine.definition.Faults;
import io.faasbatch.engine.definition.Fields;
import io.faasbatch.engine.definition.InvalidDefinitionException;
import io.faasbatch.engine.definition.YamlDocument;
import io.faasbatch.engine.definition.YamlLimits;
import io.faasbatch.engine.definition.YamlMap;
import io.faasbatch.engine.definition.YamlValue;
import io.faasbatch.engine.function.FunctionName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Reads and checks workflows. Thread-safe, and without state of its own. */
public final class WorkflowParser {

    /** The keys of a workflow. */
    static final Set<String> KEYS = Set.of("name", "description", "steps", "output", "timeout");

    /** Most steps of one workflow. */
    static final int MOST_STEPS = 10_000;

    static final Duration TIMEOUT = Duration.ofMinutes(10);
    static final Duration LONGEST_TIMEOUT = Duration.ofDays(30);

    private static final Pattern STEP_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,62}");

    private final YamlLimits limits;

    public WorkflowParser(YamlLimits limits) {
        this.limits = limits;
    }

    public WorkflowParser() {
        this(YamlLimits.DEFAULT);
    }

    /**
     * The workflow that the text describes.
     *
     * @param text YAML 1.2 or JSON
     * @param functionExists asked once per function; a workflow that was checked before needs no second check
     * @throws InvalidDefinitionException with every fault
     */
    public Workflow parse(WorkflowName name, String text, Predicate<FunctionName> functionExists)
            throws InvalidDefinitionException {
        YamlMap document = YamlDocument.read(text, limits);
        var faults = new Faults();
        var fields = new Fields(document, KEYS, faults);
        checkName(name, fields);
        fields.text("description");
        Duration timeout = fields.duration("timeout", Duration.ofMillis(1), LONGEST_TIMEOUT)
                .orElse(TIMEOUT);
        Map<FunctionName, Boolean> asked = new HashMap<>();
        Map<String, YamlValue> sources = steps(fields);
        var reader = new StepReader(
                sources.keySet(), function -> asked.computeIfAbsent(function, functionExists::test), faults);
        List<Step> steps = read(sources, document, reader, faults);
        var outputs = new TemplateReader(sources.keySet(), "", faults);
        Optional<Template> output = fields.value("output").map(outputs::read);
        if (document.values().get("steps") instanceof YamlMap source) {
            StepGraph.check(steps, source, faults);
        }
        faults.throwIfAny();
        return new Workflow(
                name, ContentDigest.of(text), new Graph(steps, output), timeout, Optional.empty(), Optional.empty());
    }

    private static void checkName(WorkflowName expected, Fields fields) {
        Optional<String> name = fields.text("name");
        if (name.isPresent() && !name.get().equals(expected.value())) {
            fields.fault("name", "differs from the name it is deployed under: " + expected);
        }
    }

    private static Map<String, YamlValue> steps(Fields fields) {
        fields.required("steps");
        Optional<YamlMap> steps = fields.map("steps");
        if (steps.isEmpty()) {
            return Map.of();
        }
        Map<String, YamlValue> values = steps.get().values();
        if (values.isEmpty() || values.size() > MOST_STEPS) {
            fields.fault("steps", "must have from 1 to " + MOST_STEPS + " steps, not " + values.size());
            return Map.of();
        }
        return values;
    }

    private static List<Step> read(Map<String, YamlValue> sources, YamlMap document, StepReader reader, Faults faults) {
        List<Step> steps = new ArrayList<>();
        sources.forEach((name, value) -> {
            if (!STEP_NAME.matcher(name).matches() && document.values().get("steps") instanceof YamlMap map) {
                faults.add(map.pathOf(name), map.keyPlace(name), "is no name of a step: " + STEP_NAME.pattern());
            }
            if (value instanceof YamlMap map) {
                steps.add(reader.read(name, map));
            } else {
                faults.add(value, "must be a map, not " + value.what());
            }
        });
        return steps;
    }
}
