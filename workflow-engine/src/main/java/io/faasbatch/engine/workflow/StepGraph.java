package io.faasbatch.engine.workflow;

import io.faasbatch.engine.definition.Faults;
import io.faasbatch.engine.definition.YamlMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the steps that can never start: those of a cycle, and those that wait for one. Iterative, so that any chain fits. */
final class StepGraph {

    /** Further cycles are not told apart: the first ones say enough. */
    private static final int MOST_CYCLES = 20;

    private final YamlMap source;
    private final Faults faults;
    private final Map<String, Set<String>> waiting = new LinkedHashMap<>();

    private StepGraph(YamlMap source, Faults faults) {
        this.source = source;
        this.faults = faults;
    }

    /** @param source the map of the steps, for their places */
    static void check(Collection<Step> steps, YamlMap source, Faults faults) {
        var graph = new StepGraph(source, faults);
        steps.forEach(step -> graph.waiting.put(step.name(), new LinkedHashSet<>(step.after())));
        graph.dropStartable();
        graph.report();
    }

    /** Takes away, again and again, what waits for nothing that is left. */
    private void dropStartable() {
        Map<String, List<String>> followers = new HashMap<>();
        Map<String, Integer> open = new HashMap<>();
        Deque<String> ready = new ArrayDeque<>();
        waiting.forEach((step, after) -> {
            open.put(step, after.size());
            after.forEach(before ->
                    followers.computeIfAbsent(before, _ -> new ArrayList<>()).add(step));
            if (after.isEmpty()) {
                ready.add(step);
            }
        });
        while (!ready.isEmpty()) {
            String step = ready.remove();
            waiting.remove(step);
            for (String follower : followers.getOrDefault(step, List.of())) {
                if (open.merge(follower, -1, Integer::sum) == 0) {
                    ready.add(follower);
                }
            }
        }
        waiting.values().forEach(after -> after.retainAll(waiting.keySet()));
    }

    /** Every step left waits for one that is left, so going back from any of them runs into a cycle. */
    private void report() {
        Set<String> passed = new LinkedHashSet<>();
        Map<String, String> unreachable = new LinkedHashMap<>();
        int cycles = 0;
        for (String start : waiting.keySet()) {
            List<String> trail = new ArrayList<>();
            Set<String> onTrail = new LinkedHashSet<>();
            String step = start;
            while (passed.add(step)) {
                trail.add(step);
                onTrail.add(step);
                step = waiting.getOrDefault(step, Set.of()).iterator().next();
            }
            int cycleStart = onTrail.contains(step) ? trail.indexOf(step) : trail.size();
            if (cycleStart < trail.size() && cycles < MOST_CYCLES) {
                cycles++;
                cycle(trail.subList(cycleStart, trail.size()));
            }
            trail.subList(0, cycleStart).forEach(waiter -> unreachable.put(waiter, ""));
        }
        unreachable.keySet().forEach(this::unreachable);
    }

    /** @param backwards each step is after the next one, the last one after the first */
    private void cycle(List<String> backwards) {
        List<String> cycle = new ArrayList<>(backwards.reversed());
        String first =
                waiting.keySet().stream().filter(cycle::contains).findFirst().orElse(cycle.getFirst());
        Collections.rotate(cycle, -cycle.indexOf(first));
        String shown = String.join(" -> ", cycle) + " -> " + first;
        faults.add(source.pathOf(first), source.keyPlace(first), "the steps wait for each other: " + shown);
    }

    private void unreachable(String step) {
        String before = waiting.getOrDefault(step, Set.of()).iterator().next();
        faults.add(
                source.pathOf(step),
                source.keyPlace(step),
                "can never start: it waits for " + before + ", which waits in a cycle");
    }
}
