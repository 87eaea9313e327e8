package io.faasbatch.engine.redis;

import java.nio.charset.StandardCharsets;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The form in which things are stored. Fields that a newer version wrote are overlooked, so that versions can run side by side. */
final class Json {

    private final JsonMapper mapper;

    Json(JsonMapper mapper) {
        this.mapper = mapper.rebuild()
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
    }

    byte[] write(Object value) {
        return mapper.writeValueAsBytes(value);
    }

    /** @throws tools.jackson.core.JacksonException when it is not what was stored */
    <T> T read(byte[] stored, Class<T> type) {
        return mapper.readValue(stored, type);
    }

    JsonNode tree(byte[] stored) {
        return mapper.readTree(stored);
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
