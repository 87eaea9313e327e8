package io.faasbatch.grouping;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who gets a place for a container when there are too few. Belongs to the dispatcher.
 *
 * <p>Max-min fairness: of the functions that want a place, the one that holds the fewest containers comes first, and among equals the
 * one that was served longest ago. Deficit round robin would do the same for those that ask at the same time, but forgets what a
 * function holds already; here a burst that took every place is last in line for each that is freed.
 *
 * <p>A function that keeps its containers busy frees none. So one that was refused for {@link #CEDE_AFTER} may have another's:
 * of the function that holds the most, one container is <em>ceded</em>, which means that its own function no longer sees it. It ends what it runs,
 * falls idle, and the fleet gives its place to whoever asks next. When the one it was ceded to wants it no more, its own function has it back.
 */
final class Places {

    /** How long a function is refused before another must cede a container. */
    static final Duration CEDE_AFTER = Duration.ofSeconds(1);

    /** Functions whose containers may be ceded: those that were dispatched last. */
    private static final int RECENT = 256;

    private final Map<FunctionId, Long> refusedSince = new LinkedHashMap<>();
    private final Map<FunctionId, Long> lastServed = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<FunctionId, Long> eldest) {
            return size() > RECENT;
        }
    };
    private final Map<FunctionId, Ceded> ceded = new HashMap<>();
    private long served;

    private record Ceded(ContainerId container, FunctionId to) {}

    /** Those that wait for a place. */
    Set<FunctionId> refused() {
        return refusedSince.keySet();
    }

    boolean contended() {
        return !refusedSince.isEmpty();
    }

    void refuse(FunctionId function, long now) {
        refusedSince.putIfAbsent(function, now);
    }

    /** The function wants no place any more, or got one. */
    void content(FunctionId function) {
        if (refusedSince.remove(function) != null) {
            ceded.values().removeIf(given -> given.to().equals(function));
        }
    }

    /** The function uses containers, and got a place just now if {@code place}. */
    void uses(FunctionId function, boolean place) {
        if (place) {
            lastServed.put(function, ++served);
        } else {
            lastServed.putIfAbsent(function, 0L);
        }
    }

    long turn(FunctionId function) {
        return lastServed.getOrDefault(function, 0L);
    }

    /** Whether the function may ask for a place: not while one of its containers is given up to another. */
    boolean mayAsk(FunctionId function) {
        return !ceded.containsKey(function);
    }

    /** The containers that the function may use. */
    List<ContainerView> usable(FunctionId function, List<ContainerView> containers) {
        Ceded given = ceded.get(function);
        if (given == null) {
            return containers;
        }
        List<ContainerView> rest = containers.stream()
                .filter(container -> !container.id().equals(given.container()))
                .toList();
        if (rest.size() == containers.size()) {
            ceded.remove(function);
        }
        return rest;
    }

    /** Takes a container from whoever holds the most, for each that was refused for too long; one at a time from each. */
    void share(Fleet<?> fleet, long now) {
        ceded.entrySet()
                .removeIf(entry -> fleet.containers(entry.getKey()).stream()
                        .noneMatch(container ->
                                container.id().equals(entry.getValue().container())));
        for (Map.Entry<FunctionId, Long> entry : refusedSince.entrySet()) {
            if (now - entry.getValue() >= CEDE_AFTER.toNanos() && !isCededTo(entry.getKey())) {
                int held = fleet.containers(entry.getKey()).size();
                richest(fleet, entry.getKey(), held)
                        .ifPresent(giver -> cede(giver, fleet.containers(giver), entry.getKey()));
            }
        }
    }

    private boolean isCededTo(FunctionId poor) {
        return ceded.values().stream().anyMatch(given -> given.to().equals(poor));
    }

    private Optional<FunctionId> richest(Fleet<?> fleet, FunctionId poor, int held) {
        @Nullable FunctionId richest = null;
        int most = held == 0 ? 0 : held + 1;
        for (FunctionId function : new HashSet<>(lastServed.keySet())) {
            int containers = fleet.containers(function).size();
            if (!function.equals(poor) && !ceded.containsKey(function) && containers > most) {
                richest = function;
                most = containers;
            }
        }
        return Optional.ofNullable(richest);
    }

    private void cede(FunctionId giver, List<ContainerView> containers, FunctionId to) {
        List<ContainerView> ready =
                new ArrayList<>(containers.stream().filter(ContainerView::ready).toList());
        ready.sort(Comparator.comparingInt(ContainerView::inFlight));
        if (!ready.isEmpty()) {
            ceded.put(giver, new Ceded(ready.getFirst().id(), to));
        }
    }
}
