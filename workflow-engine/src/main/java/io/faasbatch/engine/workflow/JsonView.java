package io.faasbatch.engine.workflow;

import com.dashjoin.jsonata.Jsonata;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * JSON as the JSONata library wants to see it, converted only where an expression looks: a step's output of a million values
 * costs nothing to the expression that passes it on, and comes out as the very node that went in. Read-only.
 */
final class JsonView {

    private JsonView() {}

    /** Null stands for no value; JSON's null has an object of its own in the library. */
    static @Nullable Object of(@Nullable JsonNode node) {
        if (node == null || node.isMissingNode()) {
            return null;
        }
        return switch (node.getNodeType()) {
            case OBJECT -> new OfObject(node);
            case ARRAY -> new OfArray(node);
            case STRING -> node.stringValue();
            case BOOLEAN -> node.booleanValue();
            case NUMBER -> node.numberValue();
            case NULL, MISSING -> Jsonata.NULL_VALUE;
            case BINARY, POJO -> node.asString();
        };
    }

    /** A JSON object as a map. */
    static final class OfObject extends AbstractMap<String, @Nullable Object> {

        private final JsonNode node;

        private OfObject(JsonNode node) {
            this.node = node;
        }

        JsonNode node() {
            return node;
        }

        @Override
        public @Nullable Object get(Object key) {
            return key instanceof String name ? of(node.get(name)) : null;
        }

        @Override
        public boolean containsKey(Object key) {
            return key instanceof String name && node.has(name);
        }

        @Override
        public Set<Entry<String, @Nullable Object>> entrySet() {
            return new AbstractSet<>() {
                @Override
                public Iterator<Entry<String, @Nullable Object>> iterator() {
                    return node.properties().stream()
                            .<Entry<String, @Nullable Object>>map(
                                    property -> new SimpleImmutableEntry<>(property.getKey(), of(property.getValue())))
                            .iterator();
                }

                @Override
                public int size() {
                    return node.size();
                }
            };
        }
    }

    /** A JSON array as a list. */
    static final class OfArray extends AbstractList<@Nullable Object> {

        private final JsonNode node;

        private OfArray(JsonNode node) {
            this.node = node;
        }

        JsonNode node() {
            return node;
        }

        @Override
        public @Nullable Object get(int index) {
            return of(node.get(index));
        }

        @Override
        public int size() {
            return node.size();
        }
    }

    /** The outputs under {@code steps}: only those of steps an expression names, so that no other can be looked at. */
    static Map<String, Object> steps(Scope.Results results, Set<String> names) {
        var steps = new LinkedHashMap<String, Object>();
        for (String name : names) {
            results.of(name).ifPresent(outcome -> steps.put(name, step(outcome)));
        }
        return steps;
    }

    private static Map<String, @Nullable Object> step(Scope.Outcome outcome) {
        var step = new LinkedHashMap<String, @Nullable Object>();
        step.put("output", of(outcome.output()));
        if (outcome.error() != null) {
            step.put("error", of(outcome.error()));
        }
        return step;
    }
}
