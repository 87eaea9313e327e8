package io.faasbatch.grouping.keepalive;

import io.faasbatch.grouping.ContainerId;
import io.faasbatch.grouping.FunctionId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Keeps containers as a cache keeps objects, after Fuerst and Sharma, "FaasCache" (ASPLOS 2021): nothing is removed before its
 * memory is needed, and then the container of lowest priority goes:
 *
 * <p>{@code priority = clock when it was last used + uses of its function * start cost / memory}
 *
 * <p>The clock is the priority of whatever was evicted last, so that what is not used any more ages. Uses count from when
 * the function got its first container, and are forgotten with its last one.
 */
final class GreedyDual implements KeepAlive {

    static final String NAME = "greedy-dual";

    private static final double NANOS_PER_MILLI = 1e6;
    private static final double BYTES_PER_MIB = 1 << 20;

    private final Map<ContainerId, Double> lastUsed = new HashMap<>();
    private final Map<FunctionId, Set<ContainerId>> containers = new HashMap<>();
    private final Map<FunctionId, Long> uses = new HashMap<>();
    private double clock;

    @Override
    public String name() {
        return NAME;
    }

    /** An arrival that finds no container starts the count: it is what the container is started for. */
    @Override
    public void arrived(FunctionId function, long now) {
        uses.computeIfPresent(function, (_, count) -> count + 1);
    }

    @Override
    public void started(ContainerId container, FunctionId function) {
        containers.computeIfAbsent(function, _ -> new HashSet<>()).add(container);
        uses.putIfAbsent(function, 1L);
        lastUsed.put(container, clock);
    }

    @Override
    public void idle(IdleContainer container) {
        lastUsed.put(container.id(), clock);
    }

    @Override
    public void removed(ContainerId container, FunctionId function) {
        lastUsed.remove(container);
        Set<ContainerId> siblings = containers.getOrDefault(function, Set.of());
        if (siblings.contains(container)) {
            siblings.remove(container);
        }
        if (siblings.isEmpty()) {
            containers.remove(function);
            uses.remove(function);
        }
    }

    @Override
    public void evicted(IdleContainer container) {
        clock = Math.max(clock, priority(container));
        removed(container.id(), container.function());
    }

    @Override
    public long expiry(IdleContainer container) {
        return NEVER;
    }

    @Override
    public OptionalLong prewarm(FunctionId function) {
        return OptionalLong.empty();
    }

    @Override
    public List<IdleContainer> victims(List<IdleContainer> idle) {
        return idle.stream()
                .sorted(Comparator.comparingDouble(this::priority).thenComparingLong(IdleContainer::idleSince))
                .toList();
    }

    private double priority(IdleContainer container) {
        long count = uses.getOrDefault(container.function(), 0L);
        double cost = container.startCost().toNanos() / NANOS_PER_MILLI;
        return lastUsed.getOrDefault(container.id(), clock) + count * cost / (container.memoryBytes() / BYTES_PER_MIB);
    }
}
