package io.faasbatch.engine.redis;

import io.faasbatch.engine.execution.Execution;
import io.faasbatch.engine.execution.ExecutionId;
import io.faasbatch.engine.execution.ExecutionStatus;
import io.faasbatch.engine.execution.ExecutionStore;
import io.faasbatch.engine.execution.StepRecord;
import io.faasbatch.engine.storage.Page;
import io.faasbatch.engine.workflow.WorkflowName;
import io.lettuce.core.KeyValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A hash per execution, whose every change is one script. */
final class RedisExecutionStore implements ExecutionStore {

    private static final Logger LOG = LoggerFactory.getLogger(RedisExecutionStore.class);

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
    public void started(Execution execution) {
        ExecutionId id = new ExecutionId(execution.id());
        ExecutionFields fields = fields(id).text("startedAt", execution.startedAt());
        change(id, ExecutionStatus.RUNNING.name(), 0, fields, "its start");
    }

    @Override
    public void saveStep(ExecutionId id, StepRecord step) {
        change(id, "", 0, fields(id).step(step), "step " + step.name());
    }

    /** Step outputs are not written again: each was checkpointed with its step. */
    @Override
    public void ended(Execution execution) {
        if (!execution.status().ended()) {
            throw new IllegalArgumentException("execution " + execution.id() + " has not ended: " + execution.status());
        }
        ExecutionId id = new ExecutionId(execution.id());
        ExecutionFields fields = fields(id)
                .json("output", execution.output())
                .json("error", execution.error())
                .text("startedAt", execution.startedAt())
                .text("endedAt", execution.endedAt());
        execution.steps().forEach(fields::stepState);
        change(id, execution.status().name(), settings.retention().toMillis(), fields, "its end");
    }

    private ExecutionFields firstFields(ExecutionId id, Execution pending) {
        ExecutionFields fields = fields(id)
                .text("workflow", pending.workflow())
                .text("version", pending.version())
                .text("status", pending.status())
                .text("createdAt", pending.createdAt())
                .json("input", pending.input())
                .text("steps", stepNames(pending));
        pending.steps().forEach(fields::step);
        return fields;
    }

    private String stepNames(Execution execution) {
        return Json.text(
                json.write(execution.steps().stream().map(StepRecord::name).toList()));
    }

    private void change(ExecutionId id, String status, long retention, ExecutionFields fields, String what) {
        List<String> keys = new ArrayList<>(List.of(Keys.execution(id), Keys.value(id, ""), Keys.EXECUTIONS));
        keys.addAll(fields.largeKeys());
        List<byte[]> arguments = new ArrayList<>(List.of(Json.bytes(status), Json.bytes(retention)));
        arguments.addAll(fields.arguments());
        String answer = redis.text(Script.EXECUTION_CHANGE, keys, arguments);
        if (!"OK".equals(answer)) {
            LOG.warn("execution {} is {} already: {} is not written", id, answer, what);
        }
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
