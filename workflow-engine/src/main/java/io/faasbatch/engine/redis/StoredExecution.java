package io.faasbatch.engine.redis;

import io.faasbatch.engine.execution.Control;
import io.faasbatch.engine.execution.Execution;
import io.faasbatch.engine.execution.ExecutionId;
import io.faasbatch.engine.execution.ExecutionStatus;
import io.faasbatch.engine.execution.StepRecord;
import io.faasbatch.protocol.ErrorDetail;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/** An execution's hash as it was read, with its large values put back in their place. */
record StoredExecution(ExecutionId id, Map<String, byte[]> fields, Json json) {

    Execution whole() {
        return execution(tree("input"), tree("output"), steps());
    }

    /** Without input, output and steps. */
    Execution summary() {
        return execution(null, null, List.of());
    }

    private Execution execution(@Nullable JsonNode input, @Nullable JsonNode output, List<StepRecord> steps) {
        return new Execution(
                id.value(),
                required("workflow"),
                required("version"),
                ExecutionStatus.valueOf(required("status")),
                input == null ? NullNode.getInstance() : input,
                output,
                error(),
                steps,
                Instant.parse(required("createdAt")),
                instant("startedAt"),
                instant("endedAt"),
                millis("deadline"),
                control(),
                Math.toIntExact(number("reruns")));
    }

    Control control() {
        return new Control(fields.containsKey("cancel"), millis("pausedAt"));
    }

    /** Grows with each claim; 0 before the first. */
    long token() {
        return number("token");
    }

    List<StepRecord> steps() {
        return fields.keySet().stream()
                .filter(field -> field.startsWith(ExecutionFields.STEP))
                .map(field -> step(field.substring(ExecutionFields.STEP.length())))
                .toList();
    }

    private StepRecord step(String name) {
        return json.read(bytes(ExecutionFields.STEP + name), StepRecord.class)
                .withOutput(tree(ExecutionFields.STEP_OUTPUT + name));
    }

    private @Nullable ErrorDetail error() {
        byte[] stored = fields.get("error");
        boolean there = stored != null && stored.length > 0 && stored[0] != ExecutionFields.LARGE;
        return there ? json.read(bytes("error"), ErrorDetail.class) : null;
    }

    private @Nullable JsonNode tree(String field) {
        byte[] stored = fields.get(field);
        return stored == null ? null : json.tree(stored);
    }

    private @Nullable Instant instant(String field) {
        byte[] stored = fields.get(field);
        return stored == null ? null : Instant.parse(Json.text(stored));
    }

    private @Nullable Instant millis(String field) {
        return fields.containsKey(field) ? Instant.ofEpochMilli(number(field)) : null;
    }

    private long number(String field) {
        byte[] stored = fields.get(field);
        return stored == null ? 0 : Long.parseLong(Json.text(stored));
    }

    private String required(String field) {
        return Json.text(bytes(field));
    }

    private byte[] bytes(String field) {
        byte[] stored = fields.get(field);
        if (stored == null) {
            throw new IllegalStateException("execution " + id + " has no field " + field + " in Redis");
        }
        return stored;
    }
}
