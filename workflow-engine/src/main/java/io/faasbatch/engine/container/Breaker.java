package io.faasbatch.engine.container;

import io.faasbatch.grouping.FunctionId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Holds back a function whose containers keep failing, so that it does not use up the machine for nothing: the first failures cost nothing, each further one in a row
 * doubles the time in which it gets no new container. One success ends it. Owned by {@link ContainerPool} and used under its lock only.
 */
final class Breaker {

    /** Deaths in a row that are forgiven: finding the one invocation that kills takes a few. */
    static final int FORGIVEN = 8;

    static final Duration LONGEST = Duration.ofSeconds(60);
    private static final int MOST_DOUBLINGS = 20;
    /** What is known of functions that nobody calls any more is dropped beyond this. */
    private static final int MOST_FUNCTIONS = 10_000;

    private final Duration first;
    private final Map<FunctionId, Row> rows = new HashMap<>();

    /** Failures in a row, and until when nothing is started. */
    private record Row(int failures, long untilNanos) {}

    /** @param first the shortest time a function is held back */
    Breaker(Duration first) {
        this.first = first;
    }

    boolean isOpen(FunctionId function, long nowNanos) {
        Row row = rows.get(function);
        return row != null && row.untilNanos() - nowNanos > 0;
    }

    /** A container did not start: even the first time the next one waits. Returns for how long. */
    Duration startFailed(FunctionId function, long nowNanos) {
        return failed(function, nowNanos, 0);
    }

    /** A container died with work in it. Returns for how long the function is held back, which may be zero. */
    Duration died(FunctionId function, long nowNanos) {
        return failed(function, nowNanos, FORGIVEN);
    }

    private Duration failed(FunctionId function, long nowNanos, int forgiven) {
        Row before = rows.getOrDefault(function, new Row(0, nowNanos));
        int failures = before.failures() + 1;
        Duration pause = failures <= forgiven ? Duration.ZERO : pause(failures - forgiven - 1);
        if (rows.size() >= MOST_FUNCTIONS) {
            rows.values().removeIf(row -> row.untilNanos() - nowNanos <= 0);
        }
        rows.put(function, new Row(failures, nowNanos + pause.toNanos()));
        return pause;
    }

    private Duration pause(int doublings) {
        Duration doubled = first.multipliedBy(1L << Math.min(doublings, MOST_DOUBLINGS));
        return doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    }

    /** An invocation ended in a container that lived, or a container came up after failed starts. */
    void succeeded(FunctionId function) {
        rows.remove(function);
    }
}
