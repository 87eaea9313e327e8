package io.faasbatch.engine.workflow;

import io.faasbatch.engine.definition.Faults;
import io.faasbatch.engine.definition.Fields;
import io.faasbatch.engine.definition.YamlList;
import io.faasbatch.engine.definition.YamlMap;
import io.faasbatch.engine.definition.YamlValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads which steps handle a step's errors, and draws the edges to them. For one step. */
final class CatchReader {

    static final Set<String> KEYS = Set.of("on", "then");

    private final OpenStep step;
    private final Faults faults;

    CatchReader(OpenStep step, Faults faults) {
        this.step = step;
        this.faults = faults;
    }

    /** A list, or a single one without a list around it. */
    List<Step.Catch> read(Fields fields) {
        Optional<YamlValue> value = fields.value("catch");
        List<YamlValue> sources = value.isPresent() && value.get() instanceof YamlList list
                ? list.items()
                : value.stream().toList();
        if (value.isPresent() && sources.isEmpty()) {
            faults.add(value.get(), "must have at least one handler");
        }
        List<Step.Catch> catches = new ArrayList<>();
        for (YamlValue source : sources) {
            if (source instanceof YamlMap map) {
                checkReachable(map, catches);
                one(map).ifPresent(catches::add);
            } else {
                faults.add(source, "must be a map with on and then, not " + source.what());
            }
        }
        return catches;
    }

    private void checkReachable(YamlMap map, List<Step.Catch> before) {
        if (!before.isEmpty() && before.getLast().on().isEmpty()) {
            faults.add(map, "is never reached: the one before it has no on and so handles every error");
        }
    }

    private Optional<Step.Catch> one(YamlMap map) {
        var fields = new Fields(map, KEYS, faults);
        fields.required("then");
        Set<String> on = ErrorTypes.read(fields, faults, "handle every error");
        Optional<String> handler = fields.text("then");
        String fault = handler.map(name -> step.edge(name, "the step handles its own error"))
                .orElse("");
        if (!fault.isEmpty()) {
            fields.fault("then", fault);
            return Optional.empty();
        }
        handler.ifPresent(name -> step.graph().choose(name, step.name()));
        return handler.map(name -> new Step.Catch(on, name));
    }
}
