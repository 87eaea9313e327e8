package io.faasbatch.engine.container;

import io.faasbatch.grouping.ContainerId;
import io.faasbatch.grouping.FunctionId;
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

    boolean has(FunctionId function) {
        return byFunction.containsKey(function);
    }

    /** Idle containers of other functions. */
    List<Container> idleOfOthers(FunctionId function) {
        return live.values().stream()
                .filter(container -> container.idle() && !container.functionId.equals(function))
                .toList();
    }

    /** What all in service may use together. */
    long memoryBytes() {
        return live.values().stream()
                .mapToLong(container -> container.function.memoryBytes())
                .sum();
    }

    List<Container> idle() {
        return live.values().stream().filter(Container::idle).toList();
    }

    /** Whether there is a container of a newer version of the same function. */
    boolean isSuperseded(Container old) {
        return live.values().stream()
                .anyMatch(other -> other.functionId.name().equals(old.functionId.name())
                        && other.function.createdAt().isAfter(old.function.createdAt()));
    }
}
