package io.faasbatch.proxy.value;

import io.faasbatch.api.StoreException;
import io.faasbatch.protocol.ErrorDetail;
import io.faasbatch.protocol.Places;
import io.faasbatch.protocol.Split;
import io.faasbatch.protocol.ValueReference;
import io.faasbatch.protocol.Weight;
import io.faasbatch.proxy.runtime.Part;
import io.faasbatch.proxy.runtime.RunOutcome;
import io.faasbatch.proxy.runtime.RunRequest;
import io.faasbatch.proxy.store.IntermediateData;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Moves values between Redis and this container. Waits for Redis; thread-safe. */
final class Transfer {

    /** Most values apart that one output has. */
    static final int MAX_PARTS = 1000;

    private static final int NAME_BYTES = 16;

    private final IntermediateData data;
    private final ValueLimits limits;
    private final JsonMapper json;
    private final SecureRandom random = new SecureRandom();

    Transfer(IntermediateData data, ValueLimits limits, JsonMapper json) {
        this.data = data;
        this.limits = limits;
        this.json = json;
    }

    /** Reads what the input refers to. */
    Map<String, Part> fetch(RunRequest request) throws ValueException {
        Map<String, Part> parts = new LinkedHashMap<>();
        for (Map.Entry<String, ValueReference> entry : request.references().entrySet()) {
            if (!request.input().at(entry.getKey()).isNull()) {
                throw new ValueException(ErrorDetail.INVALID_INPUT, "the input has no place " + entry.getKey());
            }
            parts.put(
                    entry.getKey(),
                    new Part(read(entry.getValue()), entry.getValue().contentType()));
        }
        return parts;
    }

    private byte[] read(ValueReference reference) throws ValueException {
        if (reference.bytes() > limits.valueBytes()) {
            throw new ValueException(
                    ErrorDetail.INPUT_TOO_LARGE,
                    "a value of the input has " + reference.bytes() + " bytes, at most " + limits.valueBytes()
                            + " are allowed");
        }
        try {
            return data.read(reference.key())
                    .orElseThrow(() -> new ValueException(
                            ErrorDetail.VALUE_MISSING, "a value of the input is no longer in Redis: it has expired"));
        } catch (StoreException e) {
            throw new ValueException("StoreException", String.valueOf(e.getMessage()));
        }
    }

    /** Whether there is anything to be written. */
    boolean concerns(RunRequest request, RunOutcome.Returned returned) {
        return !returned.parts().isEmpty() || Weight.exceeds(returned.output(), most(request));
    }

    /** Most bytes of what is not written to Redis. Who makes a direct call waits for its output, so it is written only when it must be. */
    private int most(RunRequest request) {
        boolean step = request.context().executionId().isPresent();
        return step && data.available() ? limits.inlineBytes() : limits.outputBytes();
    }

    /** The outcome with its large and binary values written to Redis. */
    RunOutcome keep(RunRequest request, RunOutcome.Returned returned) {
        try {
            return kept(request, returned);
        } catch (ValueException e) {
            return new RunOutcome.Failed(e.detail(), returned.logs());
        }
    }

    private RunOutcome kept(RunRequest request, RunOutcome.Returned returned) throws ValueException {
        Map<String, Part> parts = new LinkedHashMap<>(returned.parts());
        JsonNode tree = together(returned.output(), parts, most(request));
        if (Weight.exceeds(tree, most(request))) {
            Split.Result split = Split.of(tree, limits.inlineBytes(), parts.keySet());
            split.parts().forEach((place, value) -> parts.put(place, Part.json(json.writeValueAsBytes(value))));
            tree = split.tree();
        }
        if (Weight.exceeds(tree, limits.outputBytes())) {
            throw tooLarge("the output has too many bytes around its binary values", limits.outputBytes());
        }
        return new RunOutcome.Returned(tree, returned.logs(), Map.of(), written(request, parts));
    }

    /** The tree with the JSON values that were taken out of it, when they are small together. */
    private JsonNode together(JsonNode tree, Map<String, Part> parts, int most) throws ValueException {
        long bytes = 0;
        Map<String, JsonNode> values = new LinkedHashMap<>();
        for (Map.Entry<String, Part> part : parts.entrySet()) {
            bytes += part.getValue().isJson() ? part.getValue().bytes().length : 0;
            if (bytes > most) {
                return tree;
            }
            if (part.getValue().isJson()) {
                values.put(part.getKey(), parsed(part.getValue()));
            }
        }
        parts.keySet().removeAll(values.keySet());
        return Places.put(tree, values);
    }

    private JsonNode parsed(Part text) throws ValueException {
        try {
            return json.readTree(text.bytes());
        } catch (JacksonException e) {
            throw new ValueException(
                    ErrorDetail.INVALID_OUTPUT, "the result cannot be read as JSON: " + e.getOriginalMessage());
        }
    }

    private Map<String, ValueReference> written(RunRequest request, Map<String, Part> parts) throws ValueException {
        if (parts.size() > MAX_PARTS) {
            throw tooLarge("the output has " + parts.size() + " large or binary values", MAX_PARTS);
        }
        for (Part part : parts.values()) {
            check(part);
        }
        Map<String, ValueReference> references = new LinkedHashMap<>();
        for (Map.Entry<String, Part> part : parts.entrySet()) {
            references.put(part.getKey(), write(request.scope(), part.getValue()));
        }
        return references;
    }

    private void check(Part part) throws ValueException {
        if (part.bytes().length > limits.valueBytes()) {
            throw tooLarge("a value of the output has " + part.bytes().length + " bytes", limits.valueBytes());
        }
        if (!data.available()) {
            throw part.isJson()
                    ? tooLarge("the output has " + part.bytes().length + " bytes of JSON", limits.outputBytes())
                    : new ValueException(
                            ErrorDetail.INVALID_OUTPUT, "this function was set up without a store for binary values");
        }
        if (!ValueReference.isContentType(part.contentType())) {
            throw new ValueException(ErrorDetail.INVALID_OUTPUT, "not a content type: " + part.contentType());
        }
    }

    private ValueReference write(String scope, Part part) throws ValueException {
        byte[] name = new byte[NAME_BYTES];
        random.nextBytes(name);
        String key = ValueReference.keysOf(scope) + HexFormat.of().formatHex(name);
        try {
            data.write(key, part.bytes());
        } catch (StoreException e) {
            throw new ValueException("StoreException", String.valueOf(e.getMessage()));
        }
        return new ValueReference(key, part.bytes().length, part.contentType());
    }

    private static ValueException tooLarge(String what, long most) {
        return new ValueException(ErrorDetail.OUTPUT_TOO_LARGE, what + ", at most " + most + " are allowed");
    }
}
