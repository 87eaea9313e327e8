package io.faasbatch.grouping;

import java.util.stream.IntStream;

/**
 * How long invocations of one function take in a container, by how many are in flight there. Loads are kept in levels that
 * double (1, 2 to 3, 4 to 7, ...), each with its exponentially weighted means. Not thread-safe: belongs to its {@link RunHistory}.
 *
 * <p>From a level to the next the throughput, load by time, grows with the load as long as invocations run side by side, and stays
 * when they only take turns. The useful load is where it stops: where it grows by less than the square root of what the load grows by.
 * Where it does not even grow from the lowest level that was seen, the one below is tried.
 * A level that was not seen for a while is forgotten, so that a bound that no longer holds is tried again.
 */
final class LoadCurve {

    /** How long a level is believed without being seen again. */
    static final long FORGET_NANOS = 60_000_000_000L;

    /** A level counts once this many invocations ended in it. */
    static final int LEAST_SEEN = 3;

    private static final int LEVELS = 15;
    private static final double WEIGHT = 0.1;

    private final Level[] levels = new Level[LEVELS];

    private static final class Level {
        double load;
        double nanos;
        int seen;
        long lastSeen;

        void add(double newLoad, long newNanos, long now) {
            seen = now - lastSeen > FORGET_NANOS ? 1 : seen + 1;
            double weight = Math.max(WEIGHT, 1.0 / seen);
            load += weight * (newLoad - load);
            nanos += weight * (newNanos - nanos);
            lastSeen = now;
        }

        double throughput() {
            return load / Math.max(1, nanos);
        }
    }

    LoadCurve() {
        for (int index = 0; index < LEVELS; index++) {
            levels[index] = new Level();
        }
    }

    /** An invocation ended that took so long under that load. */
    void add(double load, long nanos, long now) {
        levels[levelOf(load)].add(load, nanos, now);
    }

    /** Most in flight that still run side by side; {@link FunctionStats#UNLIMITED} when no such bound was seen. */
    int usefulLoad(long now) {
        int best = best(now);
        boolean more = IntStream.range(best + 1, LEVELS).anyMatch(index -> known(index, now));
        if (best < 0 || !more) {
            return FunctionStats.UNLIMITED;
        }
        boolean lowest = IntStream.range(0, best).noneMatch(index -> known(index, now));
        return upperEnd(lowest ? Math.max(0, best - 1) : best);
    }

    /** Whether some level serves more than a lower one does. */
    boolean scales(long now) {
        int best = best(now);
        return IntStream.range(0, best).anyMatch(index -> known(index, now));
    }

    /** The level up to which the throughput grows; below zero when none is known. */
    private int best(long now) {
        int best = -1;
        for (int index = 0; index < LEVELS; index++) {
            if (known(index, now)) {
                if (best >= 0 && !grows(levels[best], levels[index])) {
                    return best;
                }
                best = index;
            }
        }
        return best;
    }

    private boolean known(int index, long now) {
        return levels[index].seen >= LEAST_SEEN && now - levels[index].lastSeen <= FORGET_NANOS;
    }

    private static boolean grows(Level lower, Level higher) {
        return higher.throughput() >= lower.throughput() * Math.sqrt(higher.load / lower.load);
    }

    private static int levelOf(double load) {
        int whole = (int) Math.clamp(load, 1, Integer.MAX_VALUE);
        return Math.min(LEVELS - 1, Integer.SIZE - 1 - Integer.numberOfLeadingZeros(whole));
    }

    private static int upperEnd(int level) {
        return (1 << (level + 1)) - 1;
    }
}
