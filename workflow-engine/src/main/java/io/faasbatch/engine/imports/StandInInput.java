package io.faasbatch.engine.imports;

import io.faasbatch.engine.workflow.Scope;
import io.faasbatch.engine.workflow.Template;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a stand-in function is given: how long to take, which outputs to make, and the inputs its model would have had.
 *
 * @param profile the part that is always the same; nobody may change it
 */
public record StandInInput(ObjectNode profile, Template inputs) implements Template {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /**
     * One output.
     *
     * @param bytes of the value, or of each key
     * @param keys how many keys the output lists; 0 for an output that is no list of keys
     */
    public record Output(long bytes, int keys) {}

    /** Scales what was recorded. */
    public static StandInInput of(
            double runtimeSeconds, Map<String, Output> outputs, Template inputs, ImportOptions options) {
        ObjectNode profile = JSON.objectNode();
        profile.put("runtime", runtimeSeconds * options.runtimeScale());
        if (options.spin()) {
            profile.put("work", "spin");
        }
        ObjectNode sizes = profile.putObject("outputs");
        outputs.forEach((name, output) -> sizes.set(name, size(output, options.sizeScale())));
        return new StandInInput(profile, inputs);
    }

    /** A key is a name of a part, not data, so it is not scaled. */
    private static JsonNode size(Output output, double scale) {
        if (output.keys() == 0) {
            return JSON.numberNode(Math.round(output.bytes() * scale));
        }
        return JSON.objectNode().put("keys", output.keys()).put("bytes", output.bytes());
    }

    @Override
    public JsonNode evaluate(Scope scope) {
        ObjectNode input = JSON.objectNode();
        input.setAll(profile);
        input.set("inputs", inputs.evaluate(scope));
        return input;
    }
}
