package io.faasbatch.engine.execution;

import io.faasbatch.engine.storage.Page;
import io.faasbatch.engine.storage.StorageUnavailableException;
import io.faasbatch.engine.workflow.WorkflowName;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One execution, kept as Redis keeps it: what it gives out went through JSON. Its owner dies, or Redis is away, at the checkpoints the test names. */
final class MemoryStore implements ExecutionStore {

    /** The worker was killed. */
    static final class Death extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    /** What happens at a checkpoint. */
    enum Fault {
        NONE,
        DIES_BEFORE,
        DIES_AFTER,
        FAILS_BEFORE,
        FAILS_AFTER
    }

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Map<String, byte[]> records = new LinkedHashMap<>();
    private final Map<String, JsonNode> outputs = new LinkedHashMap<>();
    private final List<String> changes = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();
    private @Nullable Execution execution;
    private Control control = Control.NONE;
    private Instant dueAt = Instant.MIN;
    private Runnable onRequest = () -> {};
    private long token;
    private int checkpoints;

    Execution execution() {
        Execution now = Objects.requireNonNull(execution, "nothing was accepted");
        List<StepRecord> steps = records.entrySet().stream()
                .map(entry ->
                        JSON.readValue(entry.getValue(), StepRecord.class).withOutput(outputs.get(entry.getKey())))
                .toList();
        return new Execution(
                now.id(),
                now.workflow(),
                now.version(),
                now.status(),
                now.input(),
                now.output(),
                now.error(),
                steps,
                now.createdAt(),
                now.startedAt(),
                now.endedAt(),
                now.deadline(),
                control,
                0);
    }

    StepRecord step(String path) {
        byte[] record = records.get(path);
        if (record == null) {
            throw new AssertionError("no record of " + path + " in " + records.keySet());
        }
        return JSON.readValue(record, StepRecord.class).withOutput(outputs.get(path));
    }

    boolean hasStep(String path) {
        return records.containsKey(path);
    }

    /** Each change of a step as {@code path STATUS}, in order. */
    List<String> changes() {
        return changes;
    }

    int checkpoints() {
        return checkpoints;
    }

    Instant dueAt() {
        return dueAt;
    }

    /** What happens at the next checkpoints, one after the other; nothing at those after them. */
    void faults(List<Fault> inOrder) {
        faults.clear();
        faults.addAll(inOrder);
    }

    void claim(long by) {
        token = by;
        dueAt = Instant.MIN;
    }

    void onRequest(Runnable told) {
        onRequest = told;
    }

    @Override
    public ExecutionId accept(Execution pending, Optional<String> idempotencyKey) {
        execution = pending;
        return new ExecutionId(pending.id());
    }

    @Override
    public Optional<Execution> find(ExecutionId id) {
        return Optional.of(execution());
    }

    @Override
    public Optional<ExecutionStatus> status(ExecutionId id) {
        return Optional.of(execution().status());
    }

    @Override
    public void checkpoint(Ownership owner, Checkpoint change) {
        Fault fault = faults.isEmpty() ? Fault.NONE : faults.removeFirst();
        if (fault == Fault.DIES_BEFORE) {
            throw new Death();
        }
        if (fault == Fault.FAILS_BEFORE) {
            throw new StorageUnavailableException("away", new IOException("away"));
        }
        write(owner, change);
        if (fault == Fault.DIES_AFTER) {
            throw new Death();
        }
        if (fault == Fault.FAILS_AFTER) {
            throw new StorageUnavailableException("away", new IOException("away"));
        }
    }

    private void write(Ownership owner, Checkpoint change) {
        Execution before = Objects.requireNonNull(execution, "nothing was accepted");
        if (owner.token() != token) {
            throw new OwnershipLostException("token " + owner.token() + " is older than " + token);
        }
        checkpoints++;
        change.removed().forEach(path -> {
            records.remove(path);
            outputs.remove(path);
        });
        for (StepRecord step : change.steps()) {
            changes.add(step.name() + " " + step.status());
            records.put(step.name(), JSON.writeValueAsBytes(step.withOutput(null)));
            if (step.output() != null) {
                outputs.put(step.name(), step.output());
            }
        }
        Optional<Checkpoint.Ending> end = change.ending();
        execution = new Execution(
                before.id(),
                before.workflow(),
                before.version(),
                change.status(),
                before.input(),
                end.map(Checkpoint.Ending::output).orElse(null),
                end.map(Checkpoint.Ending::error).orElse(null),
                List.of(),
                before.createdAt(),
                change.startedAt(),
                end.map(Checkpoint.Ending::endedAt).orElse(null),
                change.deadline(),
                Control.NONE,
                0);
        change.parkedUntil().ifPresent(until -> {
            token++;
            dueAt = until;
        });
    }

    @Override
    public Optional<ExecutionStatus> request(ExecutionId id, Request request, Instant at) {
        Execution now = execution();
        control = switch (request) {
            case CANCEL -> new Control(true, control.pausedAt());
            case PAUSE -> new Control(control.cancel(), at);
            case RESUME -> {
                Instant since = control.pausedAt();
                if (since != null && dueAt.equals(Instant.MAX)) {
                    moveDeadline(now, Duration.between(since, at));
                }
                yield new Control(control.cancel(), null);
            }
        };
        dueAt = Instant.MIN;
        onRequest.run();
        return Optional.of(now.status());
    }

    private void moveDeadline(Execution now, Duration by) {
        Instant deadline = now.deadline();
        execution = new Execution(
                now.id(),
                now.workflow(),
                now.version(),
                now.status(),
                now.input(),
                null,
                null,
                List.of(),
                now.createdAt(),
                now.startedAt(),
                null,
                deadline == null ? null : deadline.plus(by),
                Control.NONE,
                0);
    }

    @Override
    public Control control(ExecutionId id) {
        return control;
    }

    @Override
    public Page<Execution> list(
            Optional<WorkflowName> workflow, Optional<ExecutionStatus> status, Optional<String> cursor, int limit) {
        throw new AssertionError("not part of a run");
    }

    @Override
    public Optional<ExecutionStatus> rerun(ExecutionId id) {
        throw new AssertionError("not part of a run");
    }

    @Override
    public List<ExecutionEvent> events(ExecutionId id, Optional<String> after, int limit) {
        throw new AssertionError("not part of a run");
    }

    @Override
    public Runnable watch(ExecutionId id, Runnable changed) {
        throw new AssertionError("not part of a run");
    }
}
