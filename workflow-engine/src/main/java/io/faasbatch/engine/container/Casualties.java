package io.faasbatch.engine.container;

import io.faasbatch.engine.function.FunctionDefinition;
import io.faasbatch.engine.invocation.PendingInvocation;
import io.faasbatch.engine.invocation.TimeSource;
import io.faasbatch.grouping.Batch;
import io.faasbatch.grouping.FunctionId;
import io.faasbatch.protocol.ErrorDetail;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * The invocations that lost their container, and what was learned from its death. Owned by {@link ContainerPool} and used under its lock only, but for {@link #verdict}.
 */
final class Casualties {

    private static final Duration CAUSE_TIMEOUT = Duration.ofSeconds(10);

    private final Roster roster;
    private final Supply supply;
    private final int isolatedReruns;
    private final PoolCounts counts;
    private final TimeSource time;
    private final BiConsumer<Container, Batch<PendingInvocation>> entrust;
    private final Breaker breaker;
    private final MemoryRoom room = new MemoryRoom();
    private final Deque<Displaced> displaced = new ArrayDeque<>();

    /** @param entrust hands a batch to a container */
    Casualties(
            Roster roster,
            Supply supply,
            PoolLimits limits,
            PoolCounts counts,
            TimeSource time,
            BiConsumer<Container, Batch<PendingInvocation>> entrust) {
        this.roster = roster;
        this.supply = supply;
        this.isolatedReruns = limits.isolatedReruns();
        this.counts = counts;
        this.time = time;
        this.entrust = entrust;
        this.breaker = new Breaker(limits.startHoldBack());
    }

    /** Whether the function gets no new container for now. */
    boolean heldBack(FunctionId function) {
        return breaker.isOpen(function, time.nanoTime());
    }

    int room(Container container) {
        return room.of(container);
    }

    /** Returns for how long the function is held back. */
    Duration startFailed(FunctionId function) {
        return breaker.startFailed(function, time.nanoTime());
    }

    /** A container died with so many invocations in it. Returns for how long the function is held back. */
    Duration died(FunctionId function, int inFlight) {
        return inFlight == 0 ? Duration.ZERO : breaker.died(function, time.nanoTime());
    }

    /** Why a container died that had so many invocations in it. */
    void learn(FunctionId function, String cause, int inFlight) {
        if (!cause.contains(Sandbox.OUT_OF_MEMORY)) {
            return;
        }
        if (inFlight > 1) {
            room.killed(function, inFlight);
        } else {
            room.culpritFound(function);
        }
    }

    void endedWell(FunctionId function) {
        breaker.succeeded(function);
        room.endedWell(function);
    }

    boolean isEmpty() {
        return displaced.isEmpty();
    }

    void add(Recovery recovery) {
        counts.reruns(recovery.reruns());
        displaced.addAll(recovery.again());
        place();
    }

    /** Finds containers for those that lost theirs, as far as there are any. */
    void place() {
        for (Iterator<Displaced> waiting = displaced.iterator(); waiting.hasNext(); ) {
            Displaced next = waiting.next();
            if (next.ended()) {
                waiting.remove();
                continue;
            }
            Optional<Container> container = heldBack(next.function()) ? Optional.empty() : containerFor(next);
            if (container.isPresent()) {
                waiting.remove();
                entrust.accept(container.get(), next.batch());
            }
        }
    }

    private Optional<Container> containerFor(Displaced lost) {
        return lost.apart() ? apart(lost) : shared(lost);
    }

    private Optional<Container> apart(Displaced suspects) {
        if (roster.isolated() >= isolatedReruns) {
            return Optional.empty();
        }
        Optional<Container> idle = roster.idleOf(suspects.function());
        idle.ifPresent(Container::isolate);
        return idle.isPresent() ? idle : create(suspects);
    }

    private Optional<Container> shared(Displaced moved) {
        Optional<Container> other = roster.leastLoaded(moved.function());
        return other.isPresent() ? other : create(moved);
    }

    private Optional<Container> create(Displaced lost) {
        FunctionDefinition function = lost.invocations().getFirst().request().function();
        return supply.create(function, function.concurrency(), lost.apart());
    }

    /** Gives up on all of them. */
    List<PendingInvocation> drain() {
        List<PendingInvocation> all = new ArrayList<>();
        displaced.forEach(lost -> all.addAll(lost.invocations()));
        displaced.clear();
        return all;
    }

    /** What is said of an invocation that a container died of. Waits until that is known; without the lock. */
    static ErrorDetail verdict(Container container) {
        String cause = container
                .causeOfDeath
                .completeOnTimeout("unknown cause", CAUSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        String type = cause.contains(Sandbox.OUT_OF_MEMORY) ? ErrorDetail.OUT_OF_MEMORY : ErrorDetail.CRASHED;
        return new ErrorDetail(type, "the container died while it ran this invocation: " + cause, null);
    }
}
