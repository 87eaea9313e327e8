package io.faasbatch.engine.container;

import io.faasbatch.engine.function.FunctionDefinition;
import io.faasbatch.engine.invocation.PendingInvocation;
import io.faasbatch.engine.invocation.TimeSource;
import io.faasbatch.grouping.Batch;
import io.faasbatch.grouping.ContainerId;
import io.faasbatch.grouping.ContainerView;
import io.faasbatch.grouping.FunctionId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What the pool knows of one container. Owned by {@link ContainerPool}: everything that changes is read and written under
 * the pool's lock only. A container that left {@code READY} never comes back to it.
 */
final class Container {

    /** Where a container is in its life. */
    enum State {
        STARTING,
        READY,
        STOPPING
    }

    final ContainerId id;
    final FunctionDefinition function;
    final FunctionId functionId;
    final Instant createdAt;
    /** Completed once the container is removed. */
    final CompletableFuture<Void> gone = new CompletableFuture<>();
    /** Completed, before its removal, with why it broke. */
    final CompletableFuture<String> causeOfDeath = new CompletableFuture<>();

    private final Map<String, PendingInvocation> inFlight = new LinkedHashMap<>();
    private final List<Batch<PendingInvocation>> waiting = new ArrayList<>();
    private final List<ProxyClient.Answer> answers = new ArrayList<>();
    private State state = State.STARTING;
    private final long createdNanos;
    private long readyNanos = Long.MAX_VALUE;
    private Sandbox.@Nullable Instance instance;
    private boolean isolated;
    private boolean nearlyFull;
    private boolean known;
    private boolean asked;
    private long batches;
    private long invocations;
    private long lastUsedNanos;
    private Instant lastUsedAt;

    Container(ContainerId id, FunctionDefinition function, boolean isolated, TimeSource time) {
        this.id = id;
        this.function = function;
        this.functionId = new FunctionId(function.name().value(), function.version());
        this.isolated = isolated;
        this.createdAt = time.now();
        this.lastUsedAt = createdAt;
        this.createdNanos = time.nanoTime();
        this.lastUsedNanos = createdNanos;
    }

    State state() {
        return state;
    }

    Sandbox.@Nullable Instance instance() {
        return instance;
    }

    /** Whether it is kept for one invocation whose former container died. */
    boolean isolated() {
        return isolated;
    }

    void isolate() {
        isolated = true;
    }

    boolean idle() {
        return state == State.READY && inFlight.isEmpty();
    }

    int load() {
        return inFlight.size();
    }

    long idleNanos(TimeSource time) {
        return time.nanoTime() - lastUsedNanos;
    }

    long lastUsedNanos() {
        return lastUsedNanos;
    }

    /** While it was being started; what waited for it then waited for a cold start. */
    PendingInvocation.ColdStart coldStart() {
        return new PendingInvocation.ColdStart(createdNanos, readyNanos);
    }

    /** Whoever keeps containers alive was told of it. */
    void known() {
        known = true;
    }

    /** Whether that was so; it is not any more. */
    boolean forgotten() {
        boolean was = known;
        known = false;
        return was;
    }

    /** Whether its memory is nearly used up, as was last seen. */
    boolean nearlyFull() {
        return nearlyFull;
    }

    void usesMemory(long bytes) {
        nearlyFull = bytes >= MemoryRoom.NEARLY_FULL * function.memoryBytes();
    }

    /** @param room how many more its memory admits */
    ContainerView view(int room) {
        return new ContainerView(id, state == State.READY, inFlight.size(), room);
    }

    void hold(Batch<PendingInvocation> batch) {
        batch.invocations().forEach(invocation -> inFlight.put(invocation.id(), invocation));
        batches++;
        invocations += batch.invocations().size();
    }

    /** Keeps a batch until the container is ready. */
    void await(Batch<PendingInvocation> batch) {
        waiting.add(batch);
    }

    List<Batch<PendingInvocation>> ready(Sandbox.Instance started, TimeSource time) {
        instance = started;
        state = State.READY;
        touch(time);
        readyNanos = lastUsedNanos;
        List<Batch<PendingInvocation>> batches = List.copyOf(waiting);
        waiting.clear();
        return batches;
    }

    /** An invocation is over for this container. */
    void release(PendingInvocation invocation, TimeSource time) {
        inFlight.remove(invocation.id());
        touch(time);
        if (inFlight.isEmpty()) {
            isolated = false;
        }
    }

    /** Everything it still holds. */
    List<PendingInvocation> releaseAll() {
        List<PendingInvocation> held = List.copyOf(inFlight.values());
        inFlight.clear();
        waiting.clear();
        return held;
    }

    void stop() {
        state = State.STOPPING;
    }

    void opened(ProxyClient.Answer answer) {
        answers.add(answer);
    }

    void closed(ProxyClient.Answer answer) {
        answers.remove(answer);
    }

    List<ProxyClient.Answer> openAnswers() {
        return List.copyOf(answers);
    }

    /** Whether each answer it owes has been silent for so long, and it is not being asked already. */
    boolean isSilent(Duration longest, TimeSource time) {
        return !asked
                && !answers.isEmpty()
                && answers.stream().allMatch(answer -> time.nanoTime() - answer.heardNanos() > longest.toNanos());
    }

    /** It is being asked whether it lives. */
    void asked() {
        asked = true;
    }

    /** It was. */
    void hasAnswered() {
        asked = false;
    }

    private void touch(TimeSource time) {
        lastUsedNanos = time.nanoTime();
        lastUsedAt = time.now();
    }

    ContainerInfo info(String worker, Map<String, Long> memory) {
        String nativeId = instance == null ? null : instance.nativeId();
        return new ContainerInfo(
                id.value(),
                nativeId,
                worker,
                functionId.name(),
                function.runtime(),
                state == State.READY ? (inFlight.isEmpty() ? "IDLE" : "BUSY") : state.name(),
                batches,
                invocations,
                inFlight.size(),
                nativeId == null ? null : memory.get(nativeId),
                createdAt,
                lastUsedAt);
    }

    @Override
    public String toString() {
        return "container " + id + " of " + functionId;
    }
}
