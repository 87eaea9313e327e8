package io.faasbatch.engine.execution;

import io.faasbatch.engine.function.FunctionDefinition;
import io.faasbatch.engine.function.FunctionName;
import io.faasbatch.engine.workflow.Workflow;
import io.faasbatch.engine.workflow.WorkflowName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the parts of one run share: the mailbox, the records that were checkpointed before, what has changed since the last checkpoint, and what is to
 * be done after the next one. All but the mailbox is owned by the thread of the execution.
 */
final class RunContext {

    /** Steps and elements of one execution, with those of nested graphs and sub-workflows. */
    static final int MOST_STEPS = 100_000;

    /** Nested graphs and sub-workflows within each other. */
    static final int DEEPEST = 32;

    private final ExecutionId id;
    private final ExecutionRunner.Parts parts;
    private final RecentFunctions functions;
    private final Persistence persistence;
    private final RetryPause retryPause = new RetryPause();
    private final BlockingDeque<RunEvent> mailbox = new LinkedBlockingDeque<>();
    private final Map<String, StepRecord> recorded = new HashMap<>();
    private final Map<String, Recorded> changed = new LinkedHashMap<>();
    private final Set<String> removed = new LinkedHashSet<>();
    private final List<Runnable> effects = new ArrayList<>();
    private final Deque<Beginning> ready = new ArrayDeque<>();
    private Instant limit;
    private boolean onlyReplays;
    private int steps;
    private int inFlight;

    /** @param limit what no step outlives */
    RunContext(
            ExecutionId id,
            ExecutionRunner.Parts parts,
            RecentFunctions functions,
            List<StepRecord> checkpointed,
            Instant limit) {
        this.limit = limit;
        this.id = id;
        this.parts = parts;
        this.persistence = new Persistence(id, parts.timers());
        this.functions = functions;
        checkpointed.forEach(record -> recorded.put(record.name(), record));
    }

    ExecutionId id() {
        return id;
    }

    ExecutionRunner.Parts parts() {
        return parts;
    }

    Persistence persistence() {
        return persistence;
    }

    RetryPause retryPause() {
        return retryPause;
    }

    Instant now() {
        return parts.clock().instant();
    }

    /** The earlier of the execution's own limit and that of a graph in it. */
    Instant limit(@Nullable Instant graph) {
        return graph == null || limit.isBefore(graph) ? limit : graph;
    }

    void limitTo(Instant changed) {
        limit = changed;
    }

    /** Whether only steps that had ended are taken over, and no other is begun. */
    boolean onlyReplays() {
        return onlyReplays;
    }

    void onlyReplays(boolean only) {
        onlyReplays = only;
    }

    Optional<FunctionDefinition> function(FunctionName name) throws InterruptedException {
        return persistence.patiently(() -> functions.find(name));
    }

    /** @param version empty for the current one */
    Optional<Workflow> workflow(WorkflowName name, Optional<String> version) throws InterruptedException {
        return persistence.patiently(
                () -> version.map(known -> parts.workflows().find(name, known))
                        .orElseGet(() -> parts.workflows().current(name)));
    }

    /** Counts what is created; @return whether that is more than one execution may have */
    boolean countSteps(int created) {
        steps += created;
        return steps > MOST_STEPS;
    }

    // --- events

    void post(RunEvent event) {
        mailbox.add(event);
    }

    /** Waits until there is one. Only the thread of the execution takes events. */
    void awaitEvent() throws InterruptedException {
        RunEvent first = mailbox.take();
        mailbox.addFirst(first);
    }

    Optional<RunEvent> nextEvent() {
        return Optional.ofNullable(mailbox.poll());
    }

    /** Posts an event later; the answer takes it back. */
    Runnable postAt(Instant due, RunEvent event) {
        return parts.timers().after(Duration.between(now(), due), () -> mailbox.add(event));
    }

    // --- what can be begun

    void ready(Beginning beginning) {
        ready.add(beginning);
    }

    Optional<Beginning> nextReady() {
        return Optional.ofNullable(ready.poll());
    }

    boolean anyReady() {
        return !ready.isEmpty();
    }

    // --- checkpoints

    /** What a former owner checkpointed of a part; given once. */
    Optional<StepRecord> takeRecord(String path) {
        return Optional.ofNullable(recorded.remove(path));
    }

    boolean hasRecord(String path) {
        return recorded.containsKey(path);
    }

    void changed(Recorded part) {
        changed.put(part.path(), part);
    }

    /** The records of everything below {@code path} are void, of what lives and of what was not reached since the execution was taken over. */
    void forgetBelow(String path, Stream<Recorded> living) {
        String prefix = path + ".";
        recorded.values().stream()
                .filter(record -> record.name().startsWith(prefix))
                .toList()
                .forEach(this::forget);
        living.map(Recorded::record).forEach(this::forget);
    }

    private void forget(StepRecord record) {
        StepRecord rest = record.forgotten();
        removed.add(record.name());
        recorded.put(record.name(), rest);
        changed.put(record.name(), new Forgotten(rest));
    }

    private record Forgotten(StepRecord record) implements Recorded {
        @Override
        public String path() {
            return record.name();
        }
    }

    boolean anyChange() {
        return !changed.isEmpty() || !removed.isEmpty();
    }

    List<StepRecord> takeChanges() {
        List<StepRecord> records =
                changed.values().stream().map(Recorded::record).toList();
        changed.clear();
        return records;
    }

    Set<String> takeRemoved() {
        Set<String> paths = Set.copyOf(removed);
        removed.clear();
        return paths;
    }

    /** Is run once what has changed is checkpointed. */
    void afterCheckpoint(Runnable effect) {
        effects.add(effect);
    }

    List<Runnable> takeEffects() {
        List<Runnable> all = List.copyOf(effects);
        effects.clear();
        return all;
    }

    // --- invocations under way

    void invocationBegun() {
        inFlight++;
    }

    void invocationOver() {
        inFlight--;
    }

    int inFlight() {
        return inFlight;
    }
}
