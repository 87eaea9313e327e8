package io.faasbatch.engine.redis;

import io.faasbatch.engine.execution.Checkpoint;
import io.faasbatch.engine.execution.Control;
import io.faasbatch.engine.execution.Execution;
import io.faasbatch.engine.execution.ExecutionEvent;
import io.faasbatch.engine.execution.ExecutionId;
import io.faasbatch.engine.execution.ExecutionStatus;
import io.faasbatch.engine.execution.ExecutionStore;
import io.faasbatch.engine.execution.Ownership;
import io.faasbatch.engine.storage.Page;
import io.faasbatch.engine.workflow.WorkflowName;
import io.lettuce.core.KeyValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A hash per execution, whose every change is one script. */
final class RedisExecutionStore implements ExecutionStore {

    private final Redis redis;
    private final Json json;
    private final RedisSettings settings;
    private final ExecutionList list;

    RedisExecutionStore(Redis redis, Json json, RedisSettings settings) {
        this.redis = redis;
        this.json = json;
        this.settings = settings;
        this.list = new ExecutionList(redis, json);
    }

    @Override
    public ExecutionId accept(Execution pending, Optional<String> idempotencyKey) {
        ExecutionId id = new ExecutionId(pending.id());
        String member = ExecutionList.member(pending);
        ExecutionFields fields = firstFields(id, pending).text("member", member);
        List<String> keys = new ArrayList<>(List.of(
                Keys.execution(id),
                Keys.QUEUE,
                Keys.idempotency("workflow", pending.workflow(), idempotencyKey.orElse(""))));
        keys.addAll(ExecutionList.keys(pending));
        keys.addAll(fields.largeKeys());
        long lifetime =
                idempotencyKey.isPresent() ? settings.idempotencyRetention().toMillis() : 0;
        List<byte[]> arguments =
                new ArrayList<>(List.of(Json.bytes(id.value()), Json.bytes(lifetime), Json.bytes(member)));
        arguments.addAll(fields.arguments());
        String accepted = redis.text(Script.EXECUTION_ACCEPT, keys, arguments);
        return new ExecutionId(accepted);
    }

    @Override
    public Optional<Execution> find(ExecutionId id) {
        Map<String, byte[]> stored = redis.call(commands -> commands.hgetall(Keys.execution(id)));
        if (stored.isEmpty()) {
            return Optional.empty();
        }
        return withLargeValues(id, stored).map(fields -> new StoredExecution(id, fields, json).whole());
    }

    @Override
    public Page<Execution> list(
            Optional<WorkflowName> workflow, Optional<ExecutionStatus> status, Optional<String> cursor, int limit) {
        return list.page(Keys.executions(workflow.map(WorkflowName::value), status), cursor, limit);
    }

    @Override
    public void checkpoint(Ownership owner, Checkpoint change) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<ExecutionStatus> request(ExecutionId id, Request request, Instant at) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Control control(ExecutionId id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<ExecutionStatus> rerun(ExecutionId id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<ExecutionEvent> events(ExecutionId id, Optional<String> after, int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Runnable watch(ExecutionId id, Runnable changed) {
        throw new UnsupportedOperationException();
    }

    private ExecutionFields firstFields(ExecutionId id, Execution pending) {
        ExecutionFields fields = fields(id)
                .text("workflow", pending.workflow())
                .text("version", pending.version())
                .text("status", pending.status())
                .text("createdAt", pending.createdAt())
                .json("input", pending.input());
        return fields;
    }

    /** Empty when the execution expired meanwhile. */
    private Optional<Map<String, byte[]>> withLargeValues(ExecutionId id, Map<String, byte[]> stored) {
        List<String> large = stored.entrySet().stream()
                .filter(field -> field.getValue().length > 0 && field.getValue()[0] == ExecutionFields.LARGE)
                .map(Map.Entry::getKey)
                .toList();
        if (large.isEmpty()) {
            return Optional.of(stored);
        }
        String[] keys = large.stream().map(field -> Keys.value(id, field)).toArray(String[]::new);
        List<KeyValue<String, byte[]>> values = redis.call(commands -> commands.mget(keys));
        Map<String, byte[]> whole = new HashMap<>(stored);
        for (int i = 0; i < keys.length; i++) {
            if (!values.get(i).hasValue()) {
                return Optional.empty();
            }
            whole.put(large.get(i), values.get(i).getValue());
        }
        return Optional.of(whole);
    }

    private ExecutionFields fields(ExecutionId id) {
        return new ExecutionFields(id, json, settings.inlineLimit());
    }
}
