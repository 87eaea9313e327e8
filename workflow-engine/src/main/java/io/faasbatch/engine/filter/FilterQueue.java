package io.faasbatch.engine.filter;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * FILTER, the first of the two levels of SFS (Fu et al., SC 2022): turns run first in the order they came, as many at a time as there are cores; one that has
 * not ended within its slice falls back to the normal class for good. Short ones end in their slice, whatever long ones run beside them.
 *
 * <p>The slice follows the load: the mean time between the last {@value #WINDOW} arrivals, times the cores. So the first level is kept as busy as it can be
 * without turns piling up before it. One that has waited for more than {@value #OVERLOAD} slices is not held for its turn any longer: it has run in the
 * normal class all the while, and stays there.
 *
 * <p>Not thread-safe; times are nanoseconds of any one clock, and never go back.
 */
final class FilterQueue {

    static final int WINDOW = 100;
    static final int OVERLOAD = 3;

    /** Fewer arrivals tell nothing of the time between them. */
    static final int LEAST_ARRIVALS = 10;

    /** Before so many have arrived. */
    static final long FIRST_SLICE = Duration.ofMillis(100).toNanos();

    /** To change the class of a container takes about a millisecond. */
    static final long LEAST_SLICE = Duration.ofMillis(5).toNanos();

    static final long LONGEST_SLICE = Duration.ofSeconds(1).toNanos();

    private final int cores;
    private final Lane lane;
    private final Deque<Long> arrivals = new ArrayDeque<>();
    private final Set<Turn> waiting = new LinkedHashSet<>();
    private final Set<Turn> first = new LinkedHashSet<>();

    /** Where turns run. */
    interface Lane {

        void first(Turn turn);

        void normal(Turn turn);
    }

    /** One invocation in its container. */
    static final class Turn {
        final String container;
        private long arrived;
        private long sliceEnd;

        Turn(String container) {
            this.container = container;
        }

        @Override
        public String toString() {
            return "turn of " + container;
        }
    }

    FilterQueue(int cores, Lane lane) {
        this.cores = cores;
        this.lane = lane;
    }

    void arrive(Turn turn, long now) {
        arrivals.addLast(now);
        if (arrivals.size() > WINDOW + 1) {
            arrivals.removeFirst();
        }
        turn.arrived = now;
        waiting.add(turn);
        advance(now);
    }

    void end(Turn turn, long now) {
        if (first.remove(turn)) {
            lane.normal(turn);
        }
        waiting.remove(turn);
        advance(now);
    }

    /** Lets those fall back whose slice is over, and others take their places. */
    void advance(long now) {
        List<Turn> over = first.stream().filter(turn -> turn.sliceEnd <= now).toList();
        over.forEach(turn -> {
            first.remove(turn);
            lane.normal(turn);
        });
        long patience = OVERLOAD * slice();
        waiting.removeIf(turn -> now - turn.arrived > patience);
        for (Turn turn : new ArrayList<>(waiting)) {
            if (first.size() >= cores) {
                return;
            }
            waiting.remove(turn);
            turn.sliceEnd = now + slice();
            first.add(turn);
            lane.first(turn);
        }
    }

    /** When the next slice is over. */
    OptionalLong next() {
        return first.stream().mapToLong(turn -> turn.sliceEnd).min();
    }

    long slice() {
        if (arrivals.size() < LEAST_ARRIVALS) {
            return FIRST_SLICE;
        }
        long between = (arrivals.getLast() - arrivals.getFirst()) / (arrivals.size() - 1);
        return Math.clamp(between * cores, LEAST_SLICE, LONGEST_SLICE);
    }
}
