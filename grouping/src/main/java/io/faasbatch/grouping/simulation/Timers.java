package io.faasbatch.grouping.simulation;

import java.util.Comparator;
import java.util.PriorityQueue;

/** What is to happen at a known time; what is due at the same time happens in the order it was planned. */
final class Timers {

    private record Timer(long at, long number, Runnable action) {}

    private final PriorityQueue<Timer> timers =
            new PriorityQueue<>(Comparator.comparingLong(Timer::at).thenComparingLong(Timer::number));
    private long number;

    void at(long time, Runnable action) {
        timers.add(new Timer(time, number++, action));
    }

    long next() {
        Timer first = timers.peek();
        return first == null ? Long.MAX_VALUE : first.at();
    }

    void run(long now) {
        for (Timer first = timers.peek(); first != null && first.at() <= now; first = timers.peek()) {
            timers.remove();
            first.action().run();
        }
    }
}
