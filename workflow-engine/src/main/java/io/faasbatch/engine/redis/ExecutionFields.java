package io.faasbatch.engine.redis;

import io.faasbatch.engine.execution.StepRecord;
import io.faasbatch.engine.value.References;
import io.faasbatch.protocol.ValueReference;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Fields to be written to an execution's hash. A value over the limit becomes a key of its own, and its field holds a mark. Owned by one thread. */
final class ExecutionFields {

    static final String STEP = "step:";
    static final String STEP_OUTPUT = "step-output:";

    /** Stands for a value that is a key of its own; no JSON text begins so. */
    static final byte LARGE = '@';

    /** Stands, among the names of large values, before a key that was there already; no field begins so. */
    private static final String ADOPTED = "!";

    private static final byte[] MARK = {LARGE};
    private static final byte[] NOTHING = {};

    private final Json json;
    private final int inlineLimit;
    private final List<byte[]> fields = new ArrayList<>();
    private final List<byte[]> large = new ArrayList<>();

    ExecutionFields(Json json, int inlineLimit) {
        this.json = json;
        this.inlineLimit = inlineLimit;
    }

    /** A value as JSON; nothing when there is none. */
    ExecutionFields json(String field, @Nullable Object value) {
        if (value == null) {
            return this;
        }
        byte[] bytes = json.write(value);
        if (Json.refers(bytes) && value instanceof JsonNode tree) {
            References.apart(tree).references().values().forEach(this::adopt);
        }
        if (bytes.length <= inlineLimit) {
            return put(field, bytes);
        }
        large.add(Json.bytes(field));
        large.add(bytes);
        return put(field, MARK);
    }

    /** What a value refers to lives as long as the execution from now on. */
    private void adopt(ValueReference reference) {
        large.add(Json.bytes(ADOPTED + reference.key()));
        large.add(NOTHING);
    }

    /** A short text; nothing when there is none. */
    ExecutionFields text(String field, @Nullable Object value) {
        return value == null ? this : put(field, Json.bytes(value.toString()));
    }

    /** A step without its output. */
    ExecutionFields stepState(StepRecord step) {
        return json(STEP + step.name(), step.withOutput(null));
    }

    ExecutionFields stepOutput(StepRecord step) {
        return json(STEP_OUTPUT + step.name(), step.output());
    }

    /** Names and values, in turn. */
    List<byte[]> fields() {
        return fields;
    }

    /** Names and values, in turn, of those that are keys of their own; and the keys of those that are referred to, each with nothing. */
    List<byte[]> large() {
        return large;
    }

    private ExecutionFields put(String field, byte[] value) {
        fields.add(Json.bytes(field));
        fields.add(value);
        return this;
    }
}
