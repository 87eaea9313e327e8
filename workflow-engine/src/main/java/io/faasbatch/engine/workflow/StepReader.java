package io.faasbatch.engine.workflow;

import io.faasbatch.engine.definition.Faults;
import io.faasbatch.engine.definition.Fields;
import io.faasbatch.engine.definition.YamlMap;
import io.faasbatch.engine.definition.YamlScalar;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads one step: the keys that every kind of step may have; what it does is read by {@link ActionReader}. */
final class StepReader {

    private static final Set<String> COMMON_KEYS = Set.of(
            "description", "input", "output", "after", "when", "foreach", "maxParallel", "retry", "timeout", "catch");

    static final Set<String> KEYS =
            Stream.concat(COMMON_KEYS.stream(), StepKind.keySet().stream()).collect(Collectors.toUnmodifiableSet());

    static final Duration LONGEST_TIMEOUT = Duration.ofHours(24);

    /** Most elements that can be said to be under way at a time. */
    static final int MOST_PARALLEL = 1_000_000;

    private final Faults faults;
    private final ActionReader actions;

    StepReader(Reading reading, GraphReader graphs) {
        this.faults = reading.faults();
        this.actions = new ActionReader(reading, graphs);
    }

    /** A step that reads well where it can; its faults are collected. */
    Step read(OpenStep step, YamlMap map, StepRole role, Visible visible) {
        var fields = new Fields(map, KEYS, faults);
        Optional<StepKind> kind = kind(map, fields);
        checkKeys(map, fields, kind, role);
        fields.text("description");
        var templates = new TemplateReader(step, visible, faults);
        Optional<Template> when = fields.value("when").flatMap(templates::condition);
        Optional<Step.Foreach> foreach = foreach(fields, templates);
        TemplateReader inside =
                fields.value("foreach").isPresent() ? templates.seeing(visible.withElement()) : templates;
        Optional<Template> output = fields.value("output").map(templates.seeing(visible.withResult())::read);
        Action action = kind.map(one -> actions.read(one, new ActionReader.Source(step, map, fields, inside)))
                .orElse(ActionReader.NOTHING);
        Set<String> after = after(step, fields);
        after.addAll(step.before());
        return new Step(
                step.name(),
                action,
                after,
                when,
                foreach,
                output,
                RetryReader.read(fields, faults),
                new CatchReader(step, faults).read(fields),
                fields.duration("timeout", Duration.ofMillis(1), LONGEST_TIMEOUT),
                Hints.NONE);
    }

    private Optional<StepKind> kind(YamlMap map, Fields fields) {
        List<StepKind> kinds = Stream.of(StepKind.values())
                .filter(kind -> map.values().containsKey(kind.key()))
                .toList();
        if (kinds.isEmpty()) {
            faults.add(map, "must say what it does, with one of " + StepKind.keys());
        }
        kinds.stream()
                .skip(1)
                .forEach(kind -> fields.fault(
                        kind.key(), "the step has " + kinds.getFirst().key() + " already; it can do one thing only"));
        return kinds.stream().findFirst();
    }

    private void checkKeys(YamlMap map, Fields fields, Optional<StepKind> kind, StepRole role) {
        for (String key : map.values().keySet()) {
            String fault = role.refusal(key);
            if (fault.isEmpty()) {
                fault = kind.map(one -> one.refusal(key)).orElse("");
            }
            if (!fault.isEmpty()) {
                faults.add(map.pathOf(key), map.keyPlace(key), fault);
            }
        }
        if (fields.has("maxParallel") && !fields.has("foreach")) {
            fields.fault("maxParallel", "limits a foreach, and the step has none");
        }
    }

    private static Optional<Step.Foreach> foreach(Fields fields, TemplateReader templates) {
        int maxParallel = fields.integer("maxParallel", 1, MOST_PARALLEL).orElse(Integer.MAX_VALUE);
        return fields.value("foreach").flatMap(templates::elements).map(items -> new Step.Foreach(items, maxParallel));
    }

    private Set<String> after(OpenStep step, Fields fields) {
        Set<String> after = new LinkedHashSet<>();
        for (YamlScalar item : fields.texts("after")) {
            String fault = step.edge(item.text(), "the step is after itself");
            if (!fault.isEmpty()) {
                faults.add(item, fault);
            } else if (!after.add(item.text())) {
                faults.add(item, "names " + item.text() + " a second time");
            }
        }
        return after;
    }
}
