package io.faasbatch.engine.redis;

import io.faasbatch.engine.execution.Checkpoint;
import io.faasbatch.engine.execution.Execution;
import io.faasbatch.engine.execution.ExecutionId;
import io.faasbatch.engine.execution.ExecutionStatus;
import io.faasbatch.engine.execution.ExecutionStore;
import io.faasbatch.engine.execution.Ownership;
import io.faasbatch.protocol.ErrorDetail;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The scripts that change an execution, with what each wants to be told. */
final class ExecutionScripts {

    /** About so many events of one execution are kept. */
    static final int MOST_EVENTS = 10_000;

    private static final byte[] NONE = {};

    /** Later than anything waits for, and exact as a score. */
    private static final Instant FAR = Instant.parse("9999-12-31T23:59:59Z");

    private final Redis redis;
    private final Json json;
    private final RedisSettings settings;

    ExecutionScripts(Redis redis, Json json, RedisSettings settings) {
        this.redis = redis;
        this.json = json;
        this.settings = settings;
    }

    /** The data of an event of the execution. */
    private record StatusEvent(
            ExecutionStatus status, @Nullable ErrorDetail error) {}

    /** @return the id of this execution, or of an earlier one with the same idempotency key */
    String accept(Execution pending, Optional<String> idempotencyKey) {
        ExecutionId id = new ExecutionId(pending.id());
        String member = ExecutionList.member(pending);
        ExecutionFields fields = firstFields(pending).text("member", member);
        List<String> keys = new ArrayList<>(List.of(
                Keys.execution(id),
                Keys.DUE,
                Keys.idempotency("workflow", pending.workflow(), idempotencyKey.orElse("")),
                Keys.values(id)));
        keys.addAll(ExecutionList.keys(pending));
        long lifetime =
                idempotencyKey.isPresent() ? settings.idempotencyRetention().toMillis() : 0;
        List<byte[]> arguments = new ArrayList<>(List.of(
                Json.bytes(id.value()),
                Json.bytes(lifetime),
                Json.bytes(member),
                Json.bytes(Keys.value(id, "")),
                Json.bytes(Keys.WAKE),
                Json.bytes(fields.fields().size())));
        arguments.addAll(fields.fields());
        arguments.addAll(fields.large());
        return redis.text(Script.EXECUTION_ACCEPT, keys, arguments);
    }

    /** @return whether it was written */
    boolean checkpoint(Ownership owner, Checkpoint change) {
        ExecutionFields fields = fields();
        change.ending()
                .ifPresent(ending -> fields.json("output", ending.output())
                        .json("error", ending.error())
                        .text("endedAt", ending.endedAt()));
        change.steps().forEach(fields::stepOutput);
        ExecutionFields steps = fields();
        change.steps().forEach(steps::stepState);

        List<byte[]> arguments = head(owner, change);
        arguments.add(Json.bytes(change.removed().size()));
        arguments.add(Json.bytes(fields.fields().size()));
        arguments.add(Json.bytes(steps.fields().size()));
        change.removed().forEach(path -> arguments.add(Json.bytes(path)));
        arguments.addAll(fields.fields());
        arguments.addAll(steps.fields());
        arguments.addAll(fields.large());
        arguments.addAll(steps.large());
        return "OK".equals(redis.text(Script.CHECKPOINT, keys(owner.execution()), arguments));
    }

    /** @return the status before; empty when it is not known */
    String request(ExecutionId id, ExecutionStore.Request request, Instant at) {
        return redis.text(
                Script.EXECUTION_REQUEST,
                List.of(Keys.execution(id), Keys.DUE),
                List.of(
                        Json.bytes(id.value()),
                        Json.bytes(request.name()),
                        Json.bytes(at.toEpochMilli()),
                        Json.bytes(Keys.REQUESTS),
                        Json.bytes(Keys.WAKE)));
    }

    /** @return whether it is as it was read, and has begun again */
    boolean rerun(ExecutionId id, ExecutionStatus status, long token, Collection<String> removed) {
        List<byte[]> arguments = new ArrayList<>(List.of(
                Json.bytes(id.value()),
                Json.bytes(status.name()),
                Json.bytes(token),
                event(ExecutionStatus.PENDING, null),
                Json.bytes(MOST_EVENTS),
                Json.bytes(Keys.value(id, "")),
                Json.bytes(Keys.changed(id)),
                Json.bytes(Keys.WAKE)));
        removed.forEach(field -> arguments.add(Json.bytes(field)));
        return "OK".equals(redis.text(Script.EXECUTION_RERUN, keys(id), arguments));
    }

    private List<byte[]> head(Ownership owner, Checkpoint change) {
        ExecutionId id = owner.execution();
        byte[] retention = change.ending()
                .map(ending -> Json.bytes(
                        ending.retention().orElse(settings.retention()).toMillis()))
                .orElse(NONE);
        ErrorDetail error = change.ending().map(Checkpoint.Ending::error).orElse(null);
        return new ArrayList<>(List.of(
                Json.bytes(id.value()),
                Json.bytes(owner.token()),
                Json.bytes(change.status().name()),
                event(change.status(), error),
                retention,
                change.parkedUntil().map(until -> Json.bytes(millis(until))).orElse(NONE),
                Json.bytes(MOST_EVENTS),
                Json.bytes(Keys.value(id, "")),
                Json.bytes(Keys.changed(id)),
                Json.bytes(Keys.WAKE),
                Json.bytes(change.startedAt().toString()),
                Json.bytes(millis(change.deadline()))));
    }

    private ExecutionFields firstFields(Execution pending) {
        return fields().text("workflow", pending.workflow())
                .text("version", pending.version())
                .text("status", pending.status())
                .text("createdAt", pending.createdAt())
                .json("input", pending.input());
    }

    private static List<String> keys(ExecutionId id) {
        return List.of(Keys.execution(id), Keys.DUE, Keys.events(id), Keys.store(id), Keys.values(id), Keys.EXECUTIONS);
    }

    private byte[] event(ExecutionStatus status, @Nullable ErrorDetail error) {
        return json.write(new StatusEvent(status, error));
    }

    /** A time too far away to be told in milliseconds is the end of what can. */
    private static long millis(Instant time) {
        return time.isAfter(FAR) ? FAR.toEpochMilli() : time.toEpochMilli();
    }

    private ExecutionFields fields() {
        return new ExecutionFields(json, settings.inlineLimit());
    }
}
