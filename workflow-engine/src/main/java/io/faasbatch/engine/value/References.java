package io.faasbatch.engine.value;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.faasbatch.protocol.Places;
import io.faasbatch.protocol.ValueReference;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.POJONode;

/** References as leaves of a tree, and apart from it. No JSON text can make such a leaf, so what users send is never taken for one. */
public final class References {

    private References() {}

    /** A tree that has null where its references were. */
    public record Apart(JsonNode tree, Map<String, ValueReference> references) {}

    /** What a leaf holds. Whoever writes or prints it by mistake gives away only what everybody may know. */
    private record Held(@JsonIgnore ValueReference reference) {

        @JsonProperty
        String contentType() {
            return reference.contentType();
        }

        @JsonProperty
        long bytes() {
            return reference.bytes();
        }

        @Override
        public String toString() {
            return "{\"bytes\":" + bytes() + ",\"contentType\":\"" + contentType() + "\"}";
        }
    }

    public static JsonNode leaf(ValueReference reference) {
        return new POJONode(new Held(reference));
    }

    /** The reference a leaf is; empty for every other node. */
    public static Optional<ValueReference> of(JsonNode node) {
        return node instanceof POJONode pojo && pojo.getPojo() instanceof Held(ValueReference reference)
                ? Optional.of(reference)
                : Optional.empty();
    }

    public static Apart apart(JsonNode tree) {
        Map<String, ValueReference> references = new LinkedHashMap<>();
        JsonNode left = Places.take(tree, References::of, references);
        return new Apart(left, references);
    }

    /**
     * The tree with its references as leaves; the tree is changed.
     *
     * @throws IllegalArgumentException when there is no null for a reference
     */
    public static JsonNode together(JsonNode tree, Map<String, ValueReference> references) {
        Map<String, JsonNode> leaves = new HashMap<>();
        references.forEach((place, reference) -> leaves.put(place, leaf(reference)));
        return Places.put(tree, leaves);
    }

    /**
     * What came from a container, which may say anything: it can refer only to values of its own execution.
     *
     * @param scope the execution or direct call
     * @throws IllegalArgumentException when it refers to others, or to more than there can be
     */
    public static void check(Map<String, ValueReference> references, String scope) {
        String prefix = ValueReference.keysOf(scope);
        references.values().forEach(reference -> {
            if (!reference.key().startsWith(prefix)) {
                throw new IllegalArgumentException("a container referred to a value that is not of " + scope);
            }
            if (reference.bytes() > ValueReference.MAX_BYTES) {
                throw new IllegalArgumentException("a container referred to a value that is larger than it may be");
            }
        });
    }
}
