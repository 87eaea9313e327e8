package io.faasbatch.engine.faasflow;

import io.faasbatch.engine.definition.Faults;
import io.faasbatch.engine.definition.Fields;
import io.faasbatch.engine.definition.InvalidDefinitionException;
import io.faasbatch.engine.definition.Place;
import io.faasbatch.engine.definition.Suggestion;
import io.faasbatch.engine.definition.YamlDocument;
import io.faasbatch.engine.definition.YamlLimits;
import io.faasbatch.engine.definition.YamlList;
import io.faasbatch.engine.definition.YamlMap;
import io.faasbatch.engine.definition.YamlValue;
import java.util.List;
import java.util.Set;

/**
 * Checks a {@code function_info.yaml}. Nothing of it changes how the workflow runs: a function's own definition says what its image
 * and its limits are, and qualities of service are not promised here.
 */
final class FunctionInfo {

    private static final String FILE = "function_info.yaml:";
    private static final Set<String> KEYS = Set.of("workflow", "max_containers", "functions");
    private static final Set<String> FUNCTION_KEYS = Set.of("image", "name", "qos_requirement", "qos_time");
    private static final int MOST_CONTAINERS = 1_000_000;
    private static final double LONGEST_QOS = 1e9;

    private FunctionInfo() {}

    /** @param known the functions of the workflow */
    static void check(String text, Set<String> known, YamlLimits limits, Faults faults) {
        var own = new Faults();
        try {
            read(YamlDocument.read(text, limits), known, own);
            own.throwIfAny();
        } catch (InvalidDefinitionException e) {
            e.faults()
                    .forEach(fault ->
                            faults.add(FILE + fault.path(), new Place(fault.line(), fault.column()), fault.message()));
        }
    }

    private static void read(YamlMap document, Set<String> known, Faults faults) {
        var fields = new Fields(document, KEYS, faults);
        fields.text("workflow");
        fields.integer("max_containers", 0, MOST_CONTAINERS);
        for (YamlValue item : fields.list("functions").map(YamlList::items).orElse(List.of())) {
            if (item instanceof YamlMap function) {
                function(function, known, faults);
            } else {
                faults.add(item, "must be a map, not " + item.what());
            }
        }
    }

    private static void function(YamlMap map, Set<String> known, Faults faults) {
        var fields = new Fields(map, FUNCTION_KEYS, faults);
        fields.required("name");
        fields.text("image");
        fields.decimal("qos_requirement", 0, 1);
        fields.decimal("qos_time", 0, LONGEST_QOS);
        fields.text("name")
                .filter(name -> !known.contains(name))
                .ifPresent(name -> fields.fault("name", "unknown function " + name + Suggestion.of(name, known)));
    }
}
