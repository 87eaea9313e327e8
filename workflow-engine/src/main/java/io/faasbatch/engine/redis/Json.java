package io.faasbatch.engine.redis;

import io.faasbatch.engine.value.References;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The form in which things are stored. Fields that a newer version wrote are overlooked, so that versions can run side by side. */
final class Json {

    /** Begins a tree with references. */
    private static final byte REFERRING = '&';

    private final JsonMapper mapper;

    Json(JsonMapper mapper) {
        this.mapper = mapper.rebuild()
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
    }

    /** A tree with references is a mark and an object of the two: no JSON text begins with the mark, so users' data cannot be one. */
    byte[] write(Object value) {
        return value instanceof JsonNode tree ? writeTree(tree) : mapper.writeValueAsBytes(value);
    }

    private byte[] writeTree(JsonNode tree) {
        References.Apart apart = References.apart(tree);
        if (apart.references().isEmpty()) {
            return mapper.writeValueAsBytes(tree);
        }
        byte[] text = mapper.writeValueAsBytes(apart);
        byte[] marked = new byte[text.length + 1];
        marked[0] = REFERRING;
        System.arraycopy(text, 0, marked, 1, text.length);
        return marked;
    }

    /** @throws tools.jackson.core.JacksonException when it is not what was stored */
    <T> T read(byte[] stored, Class<T> type) {
        return mapper.readValue(stored, type);
    }

    JsonNode tree(byte[] stored) {
        if (!refers(stored)) {
            return mapper.readTree(stored);
        }
        References.Apart apart = mapper.readValue(stored, 1, stored.length - 1, References.Apart.class);
        return References.together(apart.tree(), apart.references());
    }

    /** Whether it is a tree with references, which only {@link #tree} reads. */
    static boolean refers(byte[] stored) {
        return stored.length > 0 && stored[0] == REFERRING;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] bytes(long number) {
        return bytes(Long.toString(number));
    }

    static String text(byte[] stored) {
        return new String(stored, StandardCharsets.UTF_8);
    }
}
