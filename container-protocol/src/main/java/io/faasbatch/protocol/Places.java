package io.faasbatch.protocol;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/** Takes leaves out of a tree and puts others in, by JSON pointer. */
public final class Places {

    private Places() {}

    /**
     * The tree without the leaves that {@code kind} recognises: null stands in their places, and {@code taken} is given each of
     * them. Trees without any come back as they are, not copied.
     */
    public static <T> JsonNode take(JsonNode tree, Function<JsonNode, Optional<T>> kind, Map<String, T> taken) {
        return take(tree, kind, taken, "");
    }

    private static <T> JsonNode take(
            JsonNode node, Function<JsonNode, Optional<T>> kind, Map<String, T> taken, String place) {
        return switch (node) {
            case ObjectNode object -> takeFrom(object, kind, taken, place);
            case ArrayNode array -> takeFrom(array, kind, taken, place);
            default -> {
                Optional<T> leaf = kind.apply(node);
                leaf.ifPresent(found -> taken.put(place, found));
                yield leaf.isPresent() ? NullNode.getInstance() : node;
            }
        };
    }

    private static <T> JsonNode takeFrom(
            ObjectNode object, Function<JsonNode, Optional<T>> kind, Map<String, T> taken, String place) {
        @Nullable ObjectNode copy = null;
        for (Map.Entry<String, JsonNode> property : object.properties()) {
            JsonNode value = property.getValue();
            if (leafless(value)) {
                continue;
            }
            int before = taken.size();
            JsonNode left = take(value, kind, taken, place + "/" + escaped(property.getKey()));
            if (taken.size() > before) {
                copy = copy == null ? object.objectNode().setAll(object) : copy;
                copy.set(property.getKey(), left);
            }
        }
        return copy == null ? object : copy;
    }

    private static <T> JsonNode takeFrom(
            ArrayNode array, Function<JsonNode, Optional<T>> kind, Map<String, T> taken, String place) {
        @Nullable ArrayNode copy = null;
        for (int i = 0; i < array.size(); i++) {
            JsonNode value = array.get(i);
            if (leafless(value)) {
                continue;
            }
            int before = taken.size();
            JsonNode left = take(value, kind, taken, place + "/" + i);
            if (taken.size() > before) {
                copy = copy == null ? array.arrayNode().addAll(array) : copy;
                copy.set(i, left);
            }
        }
        return copy == null ? array : copy;
    }

    /** Ordinary leaves, of which a large tree has many, need no pointer. */
    private static boolean leafless(JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING, NUMBER, BOOLEAN, NULL, MISSING -> true;
            case OBJECT, ARRAY, BINARY, POJO -> false;
        };
    }

    /**
     * The tree with {@code values} in their places, in which it must have null. The tree itself is changed, except for its root.
     *
     * @throws IllegalArgumentException when there is no such place, or something else is there
     */
    public static JsonNode put(JsonNode tree, Map<String, ? extends JsonNode> values) {
        JsonNode whole = tree;
        for (Map.Entry<String, ? extends JsonNode> value : values.entrySet()) {
            JsonPointer place = JsonPointer.compile(value.getKey());
            if (!whole.at(place).isNull()) {
                throw new IllegalArgumentException("there is no null at " + value.getKey() + " for a value to be put");
            }
            if (place.matches()) {
                whole = value.getValue();
            } else {
                set(whole.at(place.head()), place.last(), value.getValue());
            }
        }
        return whole;
    }

    private static void set(JsonNode parent, JsonPointer last, JsonNode value) {
        if (parent instanceof ArrayNode array) {
            array.set(last.getMatchingIndex(), value);
        } else {
            ((ObjectNode) parent).set(last.getMatchingProperty(), value);
        }
    }

    /** A name as a part of a pointer. */
    static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
