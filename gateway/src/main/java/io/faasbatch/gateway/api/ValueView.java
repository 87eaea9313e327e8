package io.faasbatch.gateway.api;

import io.faasbatch.engine.execution.Execution;
import io.faasbatch.engine.invocation.InvocationRecord;
import io.faasbatch.engine.value.References;
import io.faasbatch.engine.value.ValueMissingException;
import io.faasbatch.engine.value.Values;
import io.faasbatch.protocol.Places;
import io.faasbatch.protocol.ValueReference;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** Shows inputs and outputs to clients: what is small as it is, and of what is large or binary, where it can be fetched. Waits for Redis. */
final class ValueView {

    /** A direct call's output is what its caller waits for, so it is answered up to what a container gives at most. */
    private static final long OUTPUT_LIMIT = 6L << 20;

    private final Values values;
    private final long maxInline;

    ValueView(Values values, long maxInline) {
        this.values = values;
        this.maxInline = maxInline;
    }

    Values values() {
        return values;
    }

    /** @param address of the execution */
    Execution show(Execution execution, String address) {
        JsonNode output = execution.output();
        return new Execution(
                execution.id(),
                execution.workflow(),
                execution.version(),
                execution.status(),
                show(execution.input(), address + "/input", maxInline),
                output == null ? null : show(output, address + "/output", maxInline),
                execution.error(),
                execution.steps(),
                execution.createdAt(),
                execution.startedAt(),
                execution.endedAt(),
                execution.deadline(),
                execution.control(),
                execution.reruns());
    }

    InvocationRecord show(InvocationRecord invocation) {
        return show(invocation, maxInline);
    }

    /** As the answer of a direct call. */
    InvocationRecord answer(InvocationRecord invocation) {
        return show(invocation, Math.max(maxInline, OUTPUT_LIMIT));
    }

    private InvocationRecord show(InvocationRecord invocation, long most) {
        JsonNode output = invocation.output();
        return output == null
                ? invocation
                : invocation.withOutput(show(output, Outcome.location(invocation.id()) + "/output", most));
    }

    /**
     * A tree without references.
     *
     * @param address where the tree can be fetched
     * @param most bytes that are shown
     */
    JsonNode show(JsonNode tree, String address, long most) {
        return show(tree, address, "", most);
    }

    /** @param place of the tree in what is at the address */
    JsonNode show(JsonNode tree, String address, String place, long most) {
        References.Apart apart = References.apart(tree);
        long bytes = OutputSize.of(apart.tree());
        if (bytes > most) {
            return elsewhere(OutputSize.of(tree), ValueReference.JSON, at(address, place));
        }
        Map<String, JsonNode> shown = new LinkedHashMap<>();
        for (Map.Entry<String, ValueReference> entry : apart.references().entrySet()) {
            ValueReference reference = entry.getValue();
            boolean fits = reference.isJson() && bytes + reference.bytes() <= most;
            Optional<JsonNode> value = fits ? load(reference) : Optional.empty();
            bytes += value.isPresent() ? reference.bytes() : 0;
            String there = at(address, place + entry.getKey());
            shown.put(
                    entry.getKey(),
                    value.orElseGet(() -> elsewhere(reference.bytes(), reference.contentType(), there)));
        }
        return Places.put(apart.tree(), shown);
    }

    private Optional<JsonNode> load(ValueReference reference) {
        try {
            return Optional.of(JsonMapper.shared().readTree(values.load(reference)));
        } catch (ValueMissingException e) {
            return Optional.empty();
        }
    }

    private static JsonNode elsewhere(long bytes, String contentType, String address) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("bytes", bytes)
                .put("contentType", contentType)
                .put("href", address);
    }

    private static String at(String address, String place) {
        String encoded = URLEncoder.encode(place, StandardCharsets.UTF_8).replace("+", "%20");
        return place.isEmpty() ? address : address + "?path=" + encoded;
    }
}
