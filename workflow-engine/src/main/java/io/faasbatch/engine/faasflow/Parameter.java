package io.faasbatch.engine.faasflow;

import io.faasbatch.engine.workflow.Scope;
import io.faasbatch.engine.workflow.Template;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;

/**
 * The value of a parameter: what the first of its writers wrote that wrote anything, else the workflow's input of that name, else
 * null.
 *
 * @param orInput whether the workflow's input may give it
 */
record Parameter(String name, List<Writer> writers, boolean orInput) implements Template {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    Parameter {
        writers = List.copyOf(writers);
    }

    /**
     * A step that may write the parameter.
     *
     * @param repeated whether it is a foreach, which has an output for each key
     * @param only whether its function has no other output, so that it may return the bare value
     * @param keys whether the parameter is a list of keys; those of a foreach are joined
     */
    record Writer(String step, boolean repeated, boolean only, boolean keys) {}

    @Override
    public JsonNode evaluate(Scope scope) {
        for (Writer writer : writers) {
            JsonNode written = scope.steps()
                    .of(writer.step())
                    .map(outcome -> written(writer, outcome.output(), scope))
                    .orElse(NullNode.getInstance());
            if (!written.isNull()) {
                return written;
            }
        }
        JsonNode given = orInput ? scope.look(scope.input()).get(name) : null;
        return given == null ? NullNode.getInstance() : given;
    }

    private JsonNode written(Writer writer, JsonNode result, Scope scope) {
        if (!writer.repeated()) {
            return field(writer, result, scope).orElse(NullNode.getInstance());
        }
        JsonNode output = scope.look(result);
        ArrayNode all = JSON.arrayNode();
        for (JsonNode one : output) {
            JsonNode value = field(writer, one, scope).orElse(NullNode.getInstance());
            value = writer.keys() ? scope.look(value) : value;
            if (writer.keys() && value.isArray()) {
                value.forEach(all::add);
            } else {
                all.add(value);
            }
        }
        return output.isArray() ? all : NullNode.getInstance();
    }

    /** A bare value is handed on as it is, even one that is only referred to. */
    private Optional<JsonNode> field(Writer writer, JsonNode result, Scope scope) {
        JsonNode output = scope.look(result);
        if (output.isObject()) {
            return Optional.ofNullable(output.get(name));
        }
        return writer.only() ? Optional.of(result) : Optional.empty();
    }
}
