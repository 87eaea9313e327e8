package io.faasbatch.engine.workflow;

import com.dashjoin.jsonata.Jsonata;
import io.faasbatch.engine.value.References;
import io.faasbatch.engine.value.ValueMissingException;
import io.faasbatch.engine.value.Values;
import io.faasbatch.protocol.ValueReference;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON as the JSONata library wants to see it, converted only where an expression looks: a step's output of a million values
 * costs nothing to the expression that passes it on, and comes out as the very node that went in. Read-only.
 */
final class JsonView {

    private JsonView() {}

    /** Null stands for no value; JSON's null has an object of its own in the library. */
    static @Nullable Object of(@Nullable JsonNode node, Values values) {
        if (node == null || node.isMissingNode()) {
            return null;
        }
        return switch (node.getNodeType()) {
            case OBJECT -> new OfObject(node, node, values);
            case ARRAY -> new OfArray(node, node, values);
            case STRING -> node.stringValue();
            case BOOLEAN -> node.booleanValue();
            case NUMBER -> node.numberValue();
            case NULL, MISSING -> Jsonata.NULL_VALUE;
            case BINARY -> node.asString();
            case POJO ->
                References.of(node)
                        .map(reference -> of(reference, node, values))
                        .orElseGet(node::asString);
        };
    }

    /** Loads a JSON value, but it is passed on as the reference it is; bytes are an object that tells their type and number. */
    private static Object of(ValueReference reference, JsonNode leaf, Values values) {
        if (!reference.isJson()) {
            JsonNode about = JsonNodeFactory.instance
                    .objectNode()
                    .put("contentType", reference.contentType())
                    .put("bytes", reference.bytes());
            return new OfObject(leaf, about, values);
        }
        JsonNode content = load(reference, values);
        return switch (content.getNodeType()) {
            case OBJECT -> new OfObject(leaf, content, values);
            case ARRAY -> new OfArray(leaf, content, values);
            default -> Objects.requireNonNull(of(content, values));
        };
    }

    static JsonNode load(ValueReference reference, Values values) {
        try {
            return JsonMapper.shared().readTree(values.load(reference));
        } catch (ValueMissingException e) {
            throw new ExpressionException(String.valueOf(e.getMessage()), e);
        } catch (JacksonException e) {
            throw new ExpressionException("a value is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** A JSON object as a map. */
    static final class OfObject extends AbstractMap<String, @Nullable Object> {

        private final JsonNode node;
        private final JsonNode content;
        private final Values values;

        private OfObject(JsonNode node, JsonNode content, Values values) {
            this.node = node;
            this.content = content;
            this.values = values;
        }

        JsonNode node() {
            return node;
        }

        @Override
        public @Nullable Object get(Object key) {
            return key instanceof String name ? of(content.get(name), values) : null;
        }

        @Override
        public boolean containsKey(Object key) {
            return key instanceof String name && content.has(name);
        }

        @Override
        public Set<Entry<String, @Nullable Object>> entrySet() {
            return new AbstractSet<>() {
                @Override
                public Iterator<Entry<String, @Nullable Object>> iterator() {
                    return content.properties().stream()
                            .<Entry<String, @Nullable Object>>map(property ->
                                    new SimpleImmutableEntry<>(property.getKey(), of(property.getValue(), values)))
                            .iterator();
                }

                @Override
                public int size() {
                    return content.size();
                }
            };
        }
    }

    /** A JSON array as a list. */
    static final class OfArray extends AbstractList<@Nullable Object> {

        private final JsonNode node;
        private final JsonNode content;
        private final Values values;

        private OfArray(JsonNode node, JsonNode content, Values values) {
            this.node = node;
            this.content = content;
            this.values = values;
        }

        JsonNode node() {
            return node;
        }

        @Override
        public @Nullable Object get(int index) {
            return of(content.get(index), values);
        }

        @Override
        public int size() {
            return content.size();
        }
    }

    /** The whole scope; of {@code steps}, only those an expression names, so that no other can be looked at. */
    static OfObject scope(Scope scope, Set<String> steps) {
        ObjectNode whole = JsonNodeFactory.instance.objectNode();
        whole.set("input", scope.input());
        ObjectNode outcomes = whole.putObject("steps");
        steps.forEach(name -> scope.steps().of(name).ifPresent(outcome -> step(outcomes.putObject(name), outcome)));
        whole.set("execution", scope.execution());
        scope.element().ifPresent(element -> {
            whole.set("item", element.item());
            whole.put("index", element.index());
            element.key().ifPresent(key -> whole.put("key", key));
        });
        scope.result().ifPresent(result -> whole.set("result", result));
        scope.error().ifPresent(error -> whole.set("error", error));
        return new OfObject(whole, whole, scope.values().remembering());
    }

    private static void step(ObjectNode step, Scope.Outcome outcome) {
        step.set("output", outcome.output());
        if (outcome.error() != null) {
            step.set("error", outcome.error());
        }
    }
}
