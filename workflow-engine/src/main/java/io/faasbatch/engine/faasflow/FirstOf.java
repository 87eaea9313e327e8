package io.faasbatch.engine.faasflow;

import io.faasbatch.engine.workflow.Scope;
import io.faasbatch.engine.workflow.Template;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/** The first of several values that is there, else null. */
record FirstOf(List<Template> choices) implements Template {

    FirstOf {
        choices = List.copyOf(choices);
    }

    @Override
    public JsonNode evaluate(Scope scope) {
        for (Template choice : choices) {
            JsonNode value = choice.evaluate(scope);
            if (!value.isNull()) {
                return value;
            }
        }
        return NullNode.getInstance();
    }
}
