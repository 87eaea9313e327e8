package io.faasbatch.grouping.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ObjDoubleConsumer;
import java.util.function.ToDoubleFunction;

/**
 * The cores of the worker and what computes on them. Times are nanoseconds.
 *
 * <p>Shared: every function with something to compute has the same part of the cores, but no more than its tasks can use, one core each; what one leaves
 * over is divided among the others. Its containers share a function's part in the same way, and within a container the oldest tasks have it.
 *
 * <p>With a slice (SFS): tasks first run in the order they came, one to a core, undisturbed; one that has used up its slice falls
 * back among those that share what the first leave over.
 */
final class Cores {

    /** Work that is left below this is rounding. */
    private static final double NOTHING = 1e-3;

    /** What those in their slice use at most: Linux keeps the rest for everybody, so that real-time work stops nothing. */
    private static final double FIRST_SHARE = 0.95;

    private final int cores;
    private final double slice;
    private final List<Task> tasks = new ArrayList<>();
    private boolean stale;
    private long at;
    private double used;

    /** @param slice in nanoseconds; 0 shares from the beginning */
    Cores(int cores, double slice) {
        this.cores = cores;
        this.slice = slice;
    }

    void add(Task task) {
        tasks.add(task);
        stale = true;
    }

    /** Time of the cores that was used so far. */
    double used() {
        return used;
    }

    /** When the first task ends or falls back, if nothing is added until then. */
    long next() {
        if (stale) {
            share();
        }
        double soonest = Double.POSITIVE_INFINITY;
        for (Task task : tasks) {
            if (task.rate > 0) {
                soonest = Math.min(soonest, Math.min(task.left, untilFallBack(task)) / task.rate);
            }
        }
        return tasks.isEmpty() || soonest == Double.POSITIVE_INFINITY ? Long.MAX_VALUE : at + (long) Math.ceil(soonest);
    }

    /** Lets the time pass; gives the tasks that are done, in the order they came. */
    List<Task> advance(long now) {
        if (stale) {
            share();
        }
        double passed = now - at;
        at = now;
        List<Task> done = new ArrayList<>();
        for (Task task : tasks) {
            double work = task.rate * passed;
            boolean wasFirst = untilFallBack(task) < Double.POSITIVE_INFINITY;
            task.left -= work;
            task.used += work;
            used += work;
            if (task.left <= NOTHING) {
                done.add(task);
            } else if (wasFirst && untilFallBack(task) == Double.POSITIVE_INFINITY) {
                stale = true;
            }
        }
        if (!done.isEmpty()) {
            tasks.removeIf(task -> task.left <= NOTHING);
            stale = true;
        }
        return done;
    }

    private double untilFallBack(Task task) {
        double rest = slice - task.used;
        return rest > NOTHING ? rest : Double.POSITIVE_INFINITY;
    }

    private void share() {
        stale = false;
        double free = cores * FIRST_SHARE;
        Map<Object, Map<Object, List<Task>>> sharing = new LinkedHashMap<>();
        for (Task task : tasks) {
            if (untilFallBack(task) < Double.POSITIVE_INFINITY) {
                task.rate = Math.min(free, 1);
                free -= task.rate;
            } else {
                sharing.computeIfAbsent(task.function, _ -> new LinkedHashMap<>())
                        .computeIfAbsent(task.container, _ -> new ArrayList<>())
                        .add(task);
            }
        }
        divide(
                free + cores * (1 - FIRST_SHARE),
                List.copyOf(sharing.values()),
                Cores::tasks,
                (function, part) -> divide(part, List.copyOf(function.values()), List::size, Cores::oldestFirst));
    }

    /** Equal parts, as far as each can use its part. */
    private static <T> void divide(double cores, List<T> sharing, ToDoubleFunction<T> most, ObjDoubleConsumer<T> give) {
        double free = cores;
        int others = sharing.size();
        for (T one : sharing.stream().sorted(Comparator.comparingDouble(most)).toList()) {
            double part = Math.min(most.applyAsDouble(one), free / others);
            give.accept(one, part);
            free -= part;
            others--;
        }
    }

    private static double tasks(Map<Object, List<Task>> function) {
        return function.values().stream().mapToInt(List::size).sum();
    }

    private static void oldestFirst(List<Task> container, double part) {
        double left = part;
        for (Task task : container) {
            task.rate = Math.min(1, left);
            left -= task.rate;
        }
    }
}
