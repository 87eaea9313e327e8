package io.faasbatch.engine.workflow;

import io.faasbatch.engine.definition.Faults;
import io.faasbatch.engine.definition.Fields;
import io.faasbatch.engine.definition.YamlList;
import io.faasbatch.engine.definition.YamlMap;
import io.faasbatch.engine.definition.YamlScalar;
import io.faasbatch.engine.definition.YamlValue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the cases of a switch, and draws the edges to the steps they name. For one step. */
final class SwitchReader {

    static final Set<String> KEYS = Set.of("when", "then", "default");

    private final OpenStep step;
    private final TemplateReader templates;
    private final Faults faults;

    SwitchReader(OpenStep step, TemplateReader templates, Faults faults) {
        this.step = step;
        this.templates = templates;
        this.faults = faults;
    }

    Action read(Fields fields) {
        fields.required("switch");
        Optional<YamlList> list = fields.list("switch");
        List<YamlValue> sources = list.map(YamlList::items).orElse(List.of());
        if (list.isPresent() && sources.isEmpty()) {
            fields.fault("switch", "must have at least one case");
        }
        List<Action.Case> cases = new ArrayList<>();
        for (int i = 0; i < sources.size(); i++) {
            YamlValue source = sources.get(i);
            if (source instanceof YamlMap map) {
                cases.add(one(map, i == sources.size() - 1));
            } else {
                faults.add(source, "must be a map with when and then, or with default, not " + source.what());
            }
        }
        return new Action.Switch(cases);
    }

    private Action.Case one(YamlMap map, boolean last) {
        var fields = new Fields(map, KEYS, faults);
        if (!fields.has("default")) {
            fields.required("when");
            fields.required("then");
            return new Action.Case(fields.value("when").flatMap(templates::condition), targets(fields, "then"));
        }
        if (fields.has("when") || fields.has("then")) {
            fields.fault("default", "stands alone, without when and then");
        }
        if (!last) {
            fields.fault("default", "must be the last case");
        }
        fields.required("default");
        return new Action.Case(Optional.empty(), targets(fields, "default"));
    }

    /** One name, or a list of names. */
    private List<String> targets(Fields fields, String key) {
        Optional<YamlValue> value = fields.value(key);
        List<YamlValue> sources = value.isPresent() && value.get() instanceof YamlList list
                ? list.items()
                : value.stream().toList();
        Set<String> targets = new LinkedHashSet<>();
        for (YamlValue source : sources) {
            if (source instanceof YamlScalar scalar && scalar.kind() == YamlScalar.Kind.TEXT) {
                target(scalar, targets);
            } else {
                faults.add(source, "must be the name of a step or a list of names, not " + source.what());
            }
        }
        return List.copyOf(targets);
    }

    private void target(YamlScalar name, Set<String> targets) {
        String fault = step.edge(name.text(), "the switch chooses itself");
        if (!fault.isEmpty()) {
            faults.add(name, fault);
        } else if (!targets.add(name.text())) {
            faults.add(name, "names " + name.text() + " a second time");
        } else {
            step.graph().choose(name.text(), step.name());
        }
    }
}
