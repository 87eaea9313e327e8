package io.faasbatch.engine.imports;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which steps come before which. Immutable. */
public final class Precedence {

    private final List<String> order;
    private final Map<String, Integer> positions = new HashMap<>();
    private final Map<String, BitSet> before = new HashMap<>();
    private final Set<String> waiting;

    /** @param after the steps directly before each step, all of them keys of the map as well */
    public Precedence(Map<String, Set<String>> after) {
        this.order = sort(after);
        order.forEach(step -> place(step, after.getOrDefault(step, Set.of())));
        var left = new LinkedHashMap<>(after);
        order.forEach(left::remove);
        this.waiting = Set.copyOf(left.keySet());
    }

    /** Every step that can start, each after those before it; as in the map where nothing decides. */
    public List<String> order() {
        return List.copyOf(order);
    }

    /** The steps that can never start, since they are in a cycle or wait for one. */
    public Set<String> waiting() {
        return waiting;
    }

    /** Whether {@code first} always comes before {@code second}, directly or not. */
    public boolean isBefore(String first, String second) {
        Integer position = positions.get(first);
        BitSet ancestors = before.get(second);
        return position != null && ancestors != null && ancestors.get(position);
    }

    private void place(String step, Set<String> parents) {
        var ancestors = new BitSet();
        for (String parent : parents) {
            ancestors.or(before.getOrDefault(parent, new BitSet()));
            ancestors.set(positions.getOrDefault(parent, 0));
        }
        positions.put(step, positions.size());
        before.put(step, ancestors);
    }

    private static List<String> sort(Map<String, Set<String>> after) {
        Map<String, List<String>> followers = new HashMap<>();
        Map<String, Integer> open = new HashMap<>();
        Deque<String> ready = new ArrayDeque<>();
        after.forEach((step, parents) -> {
            open.put(step, parents.size());
            parents.forEach(parent ->
                    followers.computeIfAbsent(parent, _ -> new ArrayList<>()).add(step));
            if (parents.isEmpty()) {
                ready.add(step);
            }
        });
        List<String> order = new ArrayList<>();
        while (!ready.isEmpty()) {
            String step = ready.remove();
            order.add(step);
            for (String follower : followers.getOrDefault(step, List.of())) {
                if (open.merge(follower, -1, Integer::sum) == 0) {
                    ready.add(follower);
                }
            }
        }
        return order;
    }
}
