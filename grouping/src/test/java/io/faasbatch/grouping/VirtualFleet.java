package io.faasbatch.grouping;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Containers in virtual time: they take long to start, run what they get for a random time, and some die. By the seed, those that have nothing to do are removed
 * soon, or stay until another function needs their place; and what takes a moment in one world takes seconds in another.
 */
final class VirtualFleet implements Fleet<VirtualFleet.Call> {

    /** An invocation, its arrival and what became of it. */
    static final class Call {
        final FunctionId function;
        final int number;
        final long arrival;
        int sent;
        int completed;
        int abandoned;
        int withdrawn;
        long sentAt;

        Call(FunctionId function, int number, long arrival) {
            this.function = function;
            this.number = number;
            this.arrival = arrival;
        }
    }

    private static final class Container {
        final ContainerId id;
        final FunctionId function;
        final List<Call> running = new ArrayList<>();
        boolean ready;

        Container(ContainerId id, FunctionId function) {
            this.id = id;
            this.function = function;
        }
    }

    private record Event(long at, long sequence, Runnable action) {}

    /** No world lasts longer, at the quickest. */
    private static final long LONGEST = Duration.ofSeconds(10).toNanos();

    final List<Call> sendOrder = new ArrayList<>();
    final Map<FunctionId, Integer> mostContainers = new HashMap<>();
    final List<Batch<Call>> batches = new ArrayList<>();
    int mostContainersInAll;
    long now;

    /** How much longer everything takes than in the quickest world. */
    final long slowness;

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::sequence));
    private final Map<ContainerId, Container> containers = new LinkedHashMap<>();
    private final PendingInvocations<Call> pending;
    private final Random random;
    private final int slots;
    private final double dies;
    private final boolean keepsIdle;
    private long sequence;

    VirtualFleet(PendingInvocations<Call> pending, Random random, int slots, double dies) {
        this.pending = pending;
        this.random = random;
        this.slots = slots;
        this.dies = dies;
        this.keepsIdle = random.nextBoolean();
        this.slowness = random.nextBoolean() ? 1 : 10_000;
    }

    void at(long time, Runnable action) {
        events.add(new Event(time, sequence++, action));
    }

    /** Lets the dispatcher and the world take turns until nothing is left to happen. */
    void runAll(Dispatcher<Call> dispatcher) {
        runUntil(dispatcher, () -> false);
    }

    void runUntil(Dispatcher<Call> dispatcher, BooleanSupplier stop) {
        while (!stop.getAsBoolean()) {
            long due = dispatcher.run(now);
            long next = events.isEmpty() ? Long.MAX_VALUE : events.peek().at();
            if (due == Long.MAX_VALUE && next == Long.MAX_VALUE) {
                return;
            }
            now = Math.max(now, Math.min(due, next));
            if (now > LONGEST * slowness) {
                throw new AssertionError("something waits for ever: " + pending.size() + " calls are pending");
            }
            while (!events.isEmpty() && events.peek().at() <= now) {
                events.remove().action().run();
            }
        }
    }

    @Override
    public List<ContainerView> containers(FunctionId function) {
        return containers.values().stream()
                .filter(container -> container.function.equals(function))
                .map(container ->
                        new ContainerView(container.id, container.ready, container.running.size(), Integer.MAX_VALUE))
                .toList();
    }

    @Override
    public Optional<ContainerId> start(FunctionId function, Call example, int concurrency) {
        if (containers.size() >= slots && !evictOneNotOf(function)) {
            return Optional.empty();
        }
        Container container = new Container(new ContainerId("c" + sequence++), function);
        containers.put(container.id, container);
        mostContainers.merge(function, containers(function).size(), Math::max);
        mostContainersInAll = Math.max(mostContainersInAll, containers.size());
        at(now + random.nextLong(500_000 * slowness), () -> ready(container));
        return Optional.of(container.id);
    }

    @Override
    public boolean heldBack(FunctionId function) {
        return false;
    }

    private boolean evictOneNotOf(FunctionId function) {
        Optional<Container> idle = containers.values().stream()
                .filter(container -> keepsIdle && isIdle(container) && !container.function.equals(function))
                .findFirst();
        idle.ifPresent(container -> containers.remove(container.id));
        return idle.isPresent();
    }

    private static boolean isIdle(Container container) {
        return container.ready && container.running.isEmpty();
    }

    @Override
    public boolean send(ContainerId id, Batch<Call> batch) {
        Container container = containers.get(id);
        if (container == null || random.nextDouble() < dies) {
            remove(container);
            return false;
        }
        batches.add(batch);
        for (Call call : batch.invocations()) {
            call.sent++;
            call.sentAt = now;
            sendOrder.add(call);
            container.running.add(call);
        }
        if (container.ready) {
            batch.invocations().forEach(call -> runFor(container, call));
        }
        return true;
    }

    @Override
    public void abandon(List<Call> invocations) {
        invocations.forEach(call -> call.abandoned++);
    }

    private void ready(Container container) {
        container.ready = true;
        List.copyOf(container.running).forEach(call -> runFor(container, call));
        pending.roomFreed(container.function);
        removeWhenUseless(container);
    }

    private void runFor(Container container, Call call) {
        at(now + 1 + random.nextLong(300_000 * slowness), () -> {
            call.completed++;
            container.running.remove(call);
            pending.roomFreed(container.function);
            removeWhenUseless(container);
        });
    }

    /** Idle containers are removed soon, or offered, so that other functions get their slots. */
    private void removeWhenUseless(Container container) {
        if (keepsIdle && isIdle(container)) {
            pending.capacityFreed();
            return;
        }
        at(now + 1000, () -> {
            if (isIdle(container)) {
                remove(container);
            }
        });
    }

    private void remove(@Nullable Container container) {
        if (container != null && containers.remove(container.id) != null) {
            pending.roomFreed(container.function);
            pending.capacityFreed();
        }
    }
}
