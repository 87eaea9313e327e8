package io.faasbatch.engine.faasflow;

import io.faasbatch.engine.workflow.ExpressionException;
import io.faasbatch.engine.workflow.Scope;
import io.faasbatch.engine.workflow.Template;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/** The kinds of values that steps of an imported workflow are given. All are immutable. */
final class Values {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Values() {}

    record Nothing() implements Template {
        @Override
        public JsonNode evaluate(Scope scope) {
            return NullNode.getInstance();
        }
    }

    /** An object of values by name. */
    record Arguments(Map<String, Template> values) implements Template {

        Arguments {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }

        @Override
        public JsonNode evaluate(Scope scope) {
            ObjectNode object = JSON.objectNode();
            values.forEach((name, value) -> object.set(name, value.evaluate(scope)));
            return object;
        }
    }

    /** An argument's own key, of the element that the foreach is at. */
    record OwnKey(String argument) implements Template {
        @Override
        public JsonNode evaluate(Scope scope) {
            return scope.element()
                    .map(element -> scope.look(element.item()).path(argument))
                    .filter(key -> !key.isMissingNode())
                    .orElse(NullNode.getInstance());
        }
    }

    /** An object of keys for each instance of a foreach: the first of every list, the second of every list, and so on. */
    record Instances(Map<String, Template> lists) implements Template {

        Instances {
            lists = Collections.unmodifiableMap(new LinkedHashMap<>(lists));
        }

        @Override
        public JsonNode evaluate(Scope scope) {
            Map<String, JsonNode> keys = new LinkedHashMap<>();
            lists.forEach((argument, list) -> keys.put(argument, list(argument, scope.look(list.evaluate(scope)))));
            List<Integer> sizes = new ArrayList<>(
                    keys.values().stream().map(JsonNode::size).distinct().toList());
            if (sizes.size() != 1) {
                throw new ExpressionException(
                        "the lists of keys of " + keys.keySet() + " are not equally long: " + sizes);
            }
            ArrayNode instances = JSON.arrayNode();
            for (int i = 0; i < sizes.getFirst(); i++) {
                ObjectNode instance = instances.addObject();
                for (Map.Entry<String, JsonNode> list : keys.entrySet()) {
                    instance.set(list.getKey(), list.getValue().path(i));
                }
            }
            return instances;
        }

        private static JsonNode list(String argument, JsonNode value) {
            if (!value.isArray()) {
                throw new ExpressionException("a foreach needs a list of keys, but that of " + argument + " is "
                        + value.getNodeType().name().toLowerCase(Locale.ROOT));
            }
            return value;
        }
    }
}
