package io.faasbatch.proxy.runtime.python;

import io.faasbatch.proxy.runtime.Part;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A tree and the parts beside it, as one body of a frame: the tree's text, then the parts, whose places and lengths are in the header. */
final class PythonValues {

    private PythonValues() {}

    static Frame with(ObjectNode header, byte[] tree, Map<String, Part> parts) {
        if (parts.isEmpty()) {
            return new Frame(header, tree);
        }
        ArrayNode list = header.putArray("parts");
        List<byte[]> tail = new ArrayList<>();
        parts.forEach((place, part) -> {
            list.addObject()
                    .put("at", place)
                    .put("type", part.contentType())
                    .put("bytes", part.bytes().length)
                    .put("json", part.isJson());
            tail.add(part.bytes());
        });
        return new Frame(header, tree, tail);
    }

    /**
     * Large values come as parts, so that their text is not read here.
     *
     * @throws tools.jackson.core.JacksonException when the tree is no JSON
     * @throws IllegalArgumentException when the header does not fit the body
     */
    static JsonNode read(Frame frame, Map<String, Part> parts, JsonMapper mapper) {
        byte[] body = frame.body();
        JsonNode list = frame.header().path("parts");
        Map<String, Part> found = new HashMap<>();
        int end = body.length;
        for (int i = list.size() - 1; i >= 0; i--) {
            JsonNode one = list.get(i);
            int from = end - one.path("bytes").asInt(-1);
            if (from < 0 || from > end) {
                throw new IllegalArgumentException("the parts of the result are longer than it");
            }
            found.put(
                    one.path("at").asString(),
                    new Part(
                            Arrays.copyOfRange(body, from, end),
                            one.path("type").asString("")));
            end = from;
        }
        parts.putAll(found);
        return mapper.readTree(body, 0, end);
    }
}
