package io.faasbatch.protocol;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes the large values out of a tree: each by itself, so that one can be handed on without the others, and a whole object or
 * array only when it is large by many small ones. Used once, by one thread.
 */
public final class Split {

    /** How many arrays and objects are entered, one in another. */
    public static final int DEPTH = 3;

    /** Arrays and objects with more are not looked into. */
    public static final int MOST_CHILDREN = 1000;

    private final int limit;
    private final Set<String> fixed;
    private final Map<String, JsonNode> taken = new LinkedHashMap<>();

    private Split(int limit, Set<String> fixed) {
        this.limit = limit;
        this.fixed = fixed;
    }

    /**
     * A tree that has null where its large values were.
     *
     * @param parts by JSON pointer, those values
     */
    public record Result(JsonNode tree, Map<String, JsonNode> parts) {}

    /**
     * The tree itself is not changed.
     *
     * @param limit in bytes, about; what is larger is taken out
     * @param fixed places at which something was taken out before; what is around them stays
     */
    public static Result of(JsonNode tree, int limit, Set<String> fixed) {
        Split split = new Split(limit, fixed);
        JsonNode rest = split.take(tree, "", 0);
        return new Result(rest, split.taken);
    }

    private JsonNode take(JsonNode node, String place, int depth) {
        if (!Weight.exceeds(node, limit)) {
            return node;
        }
        boolean open = depth < DEPTH && node.isContainer() && node.size() <= MOST_CHILDREN;
        JsonNode rest = open ? inside(node, place, depth) : node;
        boolean small = !Weight.exceeds(rest, limit);
        String below = place + "/";
        if (small || fixed.stream().anyMatch(one -> one.startsWith(below))) {
            return rest;
        }
        taken.keySet().removeIf(one -> one.startsWith(below));
        taken.put(place, node);
        return NullNode.getInstance();
    }

    private JsonNode inside(JsonNode node, String place, int depth) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = object.objectNode();
            object.properties()
                    .forEach(property -> copy.set(
                            property.getKey(),
                            take(property.getValue(), place + "/" + Places.escaped(property.getKey()), depth + 1)));
            return copy;
        }
        ArrayNode copy = ((ArrayNode) node).arrayNode();
        for (int i = 0; i < node.size(); i++) {
            copy.add(take(node.get(i), place + "/" + i, depth + 1));
        }
        return copy;
    }
}
