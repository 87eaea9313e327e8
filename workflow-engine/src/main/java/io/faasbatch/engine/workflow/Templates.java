package io.faasbatch.engine.workflow;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The kinds of templates. All are immutable. */
final class Templates {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Beyond this a double is no longer an exact whole number. */
    private static final double LARGEST_EXACT = 1L << 53;

    private Templates() {}

    private static Set<String> all(Collection<Template> parts) {
        return parts.stream().flatMap(part -> part.steps().stream()).collect(Collectors.toUnmodifiableSet());
    }

    /** The same for every scope; nobody may change the node. */
    record Literal(JsonNode value) implements Template {
        @Override
        public JsonNode evaluate(Scope scope) {
            return value;
        }
    }

    /** A value of any type. */
    record Value(Expression expression) implements Template {
        @Override
        public Set<String> steps() {
            return expression.steps();
        }

        @Override
        public JsonNode evaluate(Scope scope) {
            return expression.evaluate(scope);
        }
    }

    /** True or false, as JSONata's {@code $boolean} has it. */
    record Condition(Expression expression) implements Template {
        @Override
        public Set<String> steps() {
            return expression.steps();
        }

        @Override
        public JsonNode evaluate(Scope scope) {
            return JSON.booleanNode(expression.test(scope));
        }
    }

    /** Text with values in it. */
    record Text(List<Template> pieces) implements Template {
        @Override
        public Set<String> steps() {
            return all(pieces);
        }

        Text {
            pieces = List.copyOf(pieces);
        }

        @Override
        public JsonNode evaluate(Scope scope) {
            var text = new StringBuilder();
            for (Template piece : pieces) {
                text.append(spelling(scope.look(piece.evaluate(scope))));
            }
            return JSON.stringNode(text.toString());
        }

        /** Nothing is no text; a whole number has no fraction, whatever its type; arrays and objects are JSON. */
        private static String spelling(JsonNode value) {
            if (value.isNull()) {
                return "";
            }
            if (value.isString()) {
                return value.stringValue();
            }
            double number = value.isFloatingPointNumber() ? value.asDouble() : Double.NaN;
            boolean whole = number == Math.rint(number) && Math.abs(number) < LARGEST_EXACT;
            return whole ? Long.toString((long) number) : value.toString();
        }
    }

    /** An object with templates as values. */
    record OfObject(Map<String, Template> fields) implements Template {
        @Override
        public Set<String> steps() {
            return all(fields.values());
        }

        OfObject {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }

        @Override
        public JsonNode evaluate(Scope scope) {
            ObjectNode object = JSON.objectNode();
            fields.forEach((name, template) -> object.set(name, template.evaluate(scope)));
            return object;
        }
    }

    /** An array of templates. */
    record OfArray(List<Template> items) implements Template {
        @Override
        public Set<String> steps() {
            return all(items);
        }

        OfArray {
            items = List.copyOf(items);
        }

        @Override
        public JsonNode evaluate(Scope scope) {
            ArrayNode array = JSON.arrayNode();
            items.forEach(template -> array.add(template.evaluate(scope)));
            return array;
        }
    }
}
