package io.faasbatch.experiments.analyze;

import io.faasbatch.experiments.trace.Arrival;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;

/**
 * The invocations of one function, each running for its recorded duration from its arrival on. In nanoseconds. Immutable.
 *
 * @param concurrency for each arrival, how many run then, itself among them
 * @param gaps between each arrival and the next
 * @param idle each time without anything running, between the first and the last arrival
 * @param perMinute how many arrive in each minute in which any do
 */
record Timeline(List<Integer> concurrency, List<Long> gaps, List<Long> idle, Map<Long, Integer> perMinute) {

    Timeline {
        concurrency = List.copyOf(concurrency);
        gaps = List.copyOf(gaps);
        idle = List.copyOf(idle);
        perMinute = Map.copyOf(perMinute);
    }

    /** @param arrivals of one function, in order */
    static Timeline of(List<Arrival> arrivals) {
        List<Integer> concurrency = new ArrayList<>();
        List<Long> gaps = new ArrayList<>();
        List<Long> idle = new ArrayList<>();
        Map<Long, Integer> perMinute = new TreeMap<>();
        PriorityQueue<Long> ends = new PriorityQueue<>();
        long before = -1;
        long busyUntil = 0;
        for (Arrival arrival : arrivals) {
            long now = arrival.offset().toNanos();
            while (!ends.isEmpty() && ends.peek() <= now) {
                ends.poll();
            }
            if (before >= 0) {
                gaps.add(now - before);
            }
            if (before >= 0 && now > busyUntil) {
                idle.add(now - busyUntil);
            }
            long end = now + arrival.duration().toNanos();
            ends.add(end);
            concurrency.add(ends.size());
            perMinute.merge(arrival.offset().toMinutes(), 1, Integer::sum);
            before = now;
            busyUntil = Math.max(busyUntil, end);
        }
        return new Timeline(concurrency, gaps, idle, perMinute);
    }

    /** How many groups the arrivals form when each group gathers for {@code interval} from its first one on. */
    static int groups(List<Arrival> arrivals, Duration interval) {
        int groups = 0;
        long closes = Long.MIN_VALUE;
        for (Arrival arrival : arrivals) {
            long now = arrival.offset().toNanos();
            if (groups == 0 || now >= closes) {
                groups++;
                closes = now + interval.toNanos();
            }
        }
        return groups;
    }
}
