package io.faasbatch.experiments.monitor;

import java.util.OptionalDouble;

/** Something that only grows, as the rate at which it does. Used by one thread. */
final class Counter {

    private static final double NANOS_PER_SECOND = 1e9;

    private double before;
    private long beforeAt;

    private Counter(double before, long beforeAt) {
        this.before = before;
        this.beforeAt = beforeAt;
    }

    /** Of which nothing is known yet. */
    static Counter unknown() {
        return new Counter(Double.NaN, 0);
    }

    /** That was zero then. */
    static Counter fromZero(long at) {
        return new Counter(0, at);
    }

    /**
     * @param value now; empty when it could not be read
     * @param at in nanoseconds
     * @return its growth a second since the last value; empty without one, and when it was set back
     */
    OptionalDouble rate(OptionalDouble value, long at) {
        if (value.isEmpty()) {
            return OptionalDouble.empty();
        }
        double growth = value.getAsDouble() - before;
        double seconds = (at - beforeAt) / NANOS_PER_SECOND;
        before = value.getAsDouble();
        beforeAt = at;
        return growth >= 0 && seconds > 0 ? OptionalDouble.of(growth / seconds) : OptionalDouble.empty();
    }
}
