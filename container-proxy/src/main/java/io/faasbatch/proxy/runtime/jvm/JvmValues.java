package io.faasbatch.proxy.runtime.jvm;

import io.faasbatch.api.Binary;
import io.faasbatch.protocol.ErrorDetail;
import io.faasbatch.protocol.Places;
import io.faasbatch.proxy.runtime.Part;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.BinaryNode;
import tools.jackson.databind.node.POJONode;

/** Between a tree with its parts beside it and a tree with its parts inside, as user code is given it. */
final class JvmValues {

    private JvmValues() {}

    static JsonNode whole(JsonNode input, Map<String, Part> parts, JsonMapper json) throws ConversionException {
        if (parts.isEmpty()) {
            return input;
        }
        Map<String, JsonNode> values = new HashMap<>();
        try {
            parts.forEach((place, part) -> values.put(place, leaf(part, json)));
            return Places.put(input, values);
        } catch (JacksonException e) {
            throw new ConversionException(ErrorDetail.of(ErrorDetail.INVALID_INPUT, e.getOriginalMessage()), e);
        }
    }

    /** The bytes are copied, because other invocations may have been given the same. */
    private static JsonNode leaf(Part part, JsonMapper json) {
        return part.isJson()
                ? json.readTree(part.bytes())
                : new POJONode(new Binary(part.bytes().clone(), part.contentType()));
    }

    /** The tree without its binary values, which go to {@code parts}. */
    static JsonNode apart(JsonNode output, Map<String, Part> parts) {
        return Places.take(output, JvmValues::part, parts);
    }

    private static Optional<Part> part(JsonNode leaf) {
        return switch (leaf) {
            case BinaryNode bytes -> Optional.of(new Part(bytes.binaryValue(), Binary.OCTET_STREAM));
            case POJONode pojo
            when pojo.getPojo() instanceof Binary(byte[] data, String contentType) ->
                Optional.of(new Part(data, contentType));
            default -> Optional.empty();
        };
    }
}
