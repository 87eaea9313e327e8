package io.faasbatch.engine.redis;

import io.faasbatch.engine.execution.Checkpoint;
import io.faasbatch.engine.execution.Control;
import io.faasbatch.engine.execution.Execution;
import io.faasbatch.engine.execution.ExecutionEvent;
import io.faasbatch.engine.execution.ExecutionId;
import io.faasbatch.engine.execution.ExecutionStatus;
import io.faasbatch.engine.execution.ExecutionStore;
import io.faasbatch.engine.execution.Ownership;
import io.faasbatch.engine.execution.OwnershipLostException;
import io.faasbatch.engine.execution.StepRecord;
import io.faasbatch.engine.execution.StepStatus;
import io.faasbatch.engine.storage.Page;
import io.faasbatch.engine.workflow.WorkflowName;
import io.lettuce.core.KeyValue;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A hash per execution, whose every change is one script. */
final class RedisExecutionStore implements ExecutionStore {

    private static final Pattern EVENT_ID = Pattern.compile("\\d{1,18}(-\\d{1,18})?");

    /** How often an execution that changes while it is read is read again. */
    private static final int MOST_READS = 10;

    /** What an execution has only once it was begun or has ended. */
    private static final List<String> OF_ONE_RUN =
            List.of("startedAt", "deadline", "endedAt", "output", "error", "cancel", "pausedAt", "owner", "parkedBy");

    private final Redis redis;
    private final Json json;
    private final ExecutionList list;
    private final ExecutionScripts scripts;
    private final Channels channels;

    RedisExecutionStore(Redis redis, Json json, RedisSettings settings, Channels channels) {
        this.redis = redis;
        this.json = json;
        this.list = new ExecutionList(redis, json);
        this.scripts = new ExecutionScripts(redis, json, settings);
        this.channels = channels;
    }

    @Override
    public ExecutionId accept(Execution pending, Optional<String> idempotencyKey) {
        return new ExecutionId(scripts.accept(pending, idempotencyKey));
    }

    @Override
    public Optional<Execution> find(ExecutionId id) {
        return stored(id).map(StoredExecution::whole);
    }

    @Override
    public Optional<ExecutionStatus> status(ExecutionId id) {
        return redis.find(commands -> commands.hget(Keys.execution(id), "status"))
                .map(stored -> ExecutionStatus.valueOf(Json.text(stored)));
    }

    @Override
    public Page<Execution> list(
            Optional<WorkflowName> workflow, Optional<ExecutionStatus> status, Optional<String> cursor, int limit) {
        return list.page(Keys.executions(workflow.map(WorkflowName::value), status), cursor, limit);
    }

    @Override
    public void checkpoint(Ownership owner, Checkpoint change) {
        if (change.status().ended() != change.ending().isPresent() || change.status() == ExecutionStatus.PENDING) {
            throw new IllegalArgumentException("execution " + owner.execution() + " is " + change.status()
                    + ", which does not fit its checkpoint");
        }
        if (!scripts.checkpoint(owner, change)) {
            throw new OwnershipLostException(
                    "execution " + owner.execution() + " is no longer owned with token " + owner.token());
        }
    }

    @Override
    public Optional<ExecutionStatus> request(ExecutionId id, Request request, Instant at) {
        String before = scripts.request(id, request, at);
        return before.isEmpty() ? Optional.empty() : Optional.of(ExecutionStatus.valueOf(before));
    }

    @Override
    public Control control(ExecutionId id) {
        List<KeyValue<String, byte[]>> found =
                redis.call(commands -> commands.hmget(Keys.execution(id), "cancel", "pausedAt"));
        Map<String, byte[]> fields = new HashMap<>();
        found.forEach(field -> field.ifHasValue(value -> fields.put(field.getKey(), value)));
        return new StoredExecution(id, fields, json).control();
    }

    @Override
    public Optional<ExecutionStatus> rerun(ExecutionId id) {
        while (true) {
            Optional<StoredExecution> found = stored(id);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            ExecutionStatus status = found.get().summary().status();
            if (!status.ended() || status == ExecutionStatus.SUCCEEDED) {
                return Optional.of(status);
            }
            if (scripts.rerun(id, status, found.get().token(), notKept(found.get()))) {
                return Optional.of(status);
            }
        }
    }

    /** An {@code after} that is no event's id counts as none. */
    @Override
    public List<ExecutionEvent> events(ExecutionId id, Optional<String> after, int limit) {
        Range<String> range = after.filter(last -> EVENT_ID.matcher(last).matches())
                .map(last -> Range.from(Range.Boundary.excluding(last), Range.Boundary.<String>unbounded()))
                .orElseGet(Range::unbounded);
        return redis.call(commands -> commands.xrange(Keys.events(id), range, Limit.from(limit))).stream()
                .map(this::event)
                .toList();
    }

    @Override
    public Runnable watch(ExecutionId id, Runnable changed) {
        return channels.listen(Keys.changed(id), status -> changed.run());
    }

    private ExecutionEvent event(StreamMessage<String, byte[]> message) {
        Map<String, byte[]> body = message.getBody();
        return new ExecutionEvent(
                message.getId(),
                Json.text(Objects.requireNonNull(body.get("type"))),
                json.tree(Objects.requireNonNull(body.get("data"))));
    }

    /** Steps that ended well stay, and so does all that is nested in one. */
    private static List<String> notKept(StoredExecution stored) {
        List<StepRecord> steps = stored.steps();
        Set<String> ended = steps.stream()
                .filter(step -> step.status() == StepStatus.SUCCEEDED)
                .map(StepRecord::name)
                .collect(Collectors.toSet());
        List<String> fields = new ArrayList<>(OF_ONE_RUN);
        steps.stream()
                .map(StepRecord::name)
                .filter(path -> !withinOneOf(path, ended))
                .forEach(path ->
                        fields.addAll(List.of(ExecutionFields.STEP + path, ExecutionFields.STEP_OUTPUT + path)));
        return fields;
    }

    private static boolean withinOneOf(String path, Set<String> ended) {
        for (int end = path.length(); end > 0; end = path.lastIndexOf('.', end - 1)) {
            if (ended.contains(path.substring(0, end))) {
                return true;
            }
        }
        return false;
    }

    private Optional<StoredExecution> stored(ExecutionId id) {
        for (int reads = 0; reads < MOST_READS; reads++) {
            Map<String, byte[]> fields = redis.call(commands -> commands.hgetall(Keys.execution(id)));
            if (fields.isEmpty()) {
                return Optional.empty();
            }
            Optional<Map<String, byte[]>> whole = withLargeValues(id, fields);
            if (whole.isPresent()) {
                return whole.map(values -> new StoredExecution(id, values, json));
            }
        }
        return Optional.empty();
    }

    /** Empty when a value was removed meanwhile. */
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
}
