package io.faasbatch.engine.container;

import io.faasbatch.engine.invocation.TimeSource;
import io.faasbatch.grouping.ContainerId;
import io.faasbatch.grouping.FunctionId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The containers of a pool, by id and by function. Owned by {@link ContainerPool} and used under its lock only. */
final class Roster {

    private final Map<ContainerId, Container> live = new LinkedHashMap<>();
    private final Map<FunctionId, Set<Container>> byFunction = new LinkedHashMap<>();
    private final Set<Container> stopping = new LinkedHashSet<>();

    void add(Container container) {
        live.put(container.id, container);
        byFunction
                .computeIfAbsent(container.functionId, function -> new LinkedHashSet<>())
                .add(container);
    }

    @Nullable
    Container find(ContainerId id) {
        return live.get(id);
    }

    /** Takes a container out of service; false when it was out already. */
    boolean stop(Container container) {
        if (live.remove(container.id) == null) {
            return false;
        }
        Set<Container> ofFunction = byFunction.getOrDefault(container.functionId, Set.of());
        ofFunction.remove(container);
        if (ofFunction.isEmpty()) {
            byFunction.remove(container.functionId);
        }
        container.stop();
        stopping.add(container);
        return true;
    }

    void removed(Container container) {
        stopping.remove(container);
    }

    /** In service: starting or ready. */
    Collection<Container> live() {
        return List.copyOf(live.values());
    }

    Collection<Container> all() {
        List<Container> all = new ArrayList<>(live.values());
        all.addAll(stopping);
        return all;
    }

    int size() {
        return live.size();
    }

    int isolated() {
        return Math.toIntExact(
                live.values().stream().filter(Container::isolated).count());
    }

    boolean busy() {
        return live.values().stream().anyMatch(container -> container.load() > 0);
    }

    /** Those of a function that are not set apart. */
    List<Container> shared(FunctionId function) {
        return byFunction.getOrDefault(function, Set.of()).stream()
                .filter(container -> !container.isolated())
                .toList();
    }

    Optional<Container> idleOf(FunctionId function) {
        return shared(function).stream().filter(Container::idle).findFirst();
    }

    Optional<Container> leastLoaded(FunctionId function) {
        return shared(function).stream().min(Comparator.comparingInt(Container::load));
    }

    /** Idle containers of other functions, the longest idle first. */
    List<Container> victimsFor(FunctionId function) {
        return live.values().stream()
                .filter(container -> container.idle() && !container.functionId.equals(function))
                .sorted(Comparator.comparingLong(Container::lastUsedNanos))
                .toList();
    }

    /** The longest idle container of another function that may be made into one of this function. */
    Optional<Container> idleOfShape(Shape shape, FunctionId function) {
        return victimsFor(function).stream()
                .filter(container -> container.function.repurpose())
                .filter(container -> Shape.of(container.function).equals(shape))
                .findFirst();
    }

    /** What all in service may use together. */
    long memoryBytes() {
        return live.values().stream()
                .mapToLong(container -> container.function.memoryBytes())
                .sum();
    }

    /** Those that have been idle for their whole lifetime, which is short once there is a newer version. */
    List<Container> expired(Duration lifetime, Duration supersededLifetime, TimeSource time) {
        return live.values().stream()
                .filter(Container::idle)
                .filter(container -> container.idleNanos(time)
                        >= (isSuperseded(container) ? supersededLifetime : lifetime).toNanos())
                .toList();
    }

    private boolean isSuperseded(Container old) {
        return live.values().stream()
                .anyMatch(other -> other.functionId.name().equals(old.functionId.name())
                        && other.function.createdAt().isAfter(old.function.createdAt()));
    }
}
