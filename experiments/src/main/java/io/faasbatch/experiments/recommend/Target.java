package io.faasbatch.experiments.recommend;

import io.faasbatch.experiments.command.Arguments;
import io.faasbatch.experiments.command.UsageException;
import java.time.Duration;
import java.util.Set;

/**
 * What is asked for: this share of all calls answered rightly within this time.
 *
 * @param percentile such as 99
 */
record Target(Duration within, double percentile) {

    static final Set<String> OPTIONS = Set.of("--target", "--percentile");

    /** Calls beyond the percentile that must have been seen before anything is said about it. */
    private static final int LEAST_BEYOND = 5;

    private static final double PERCENT = 100;
    private static final double USUAL_PERCENTILE = 99;

    Target {
        if (!(percentile > 0 && percentile < PERCENT)) {
            throw new IllegalArgumentException("a percentile is above 0 and below 100, not " + percentile);
        }
    }

    static Target of(Arguments arguments) throws UsageException {
        arguments.required("--target");
        Duration within = arguments.duration("--target", Duration.ZERO);
        double percentile = arguments.factor("--percentile", USUAL_PERCENTILE);
        if (within.isZero()) {
            throw new UsageException("--target must be above 0");
        }
        if (percentile >= PERCENT) {
            throw new UsageException("--percentile must be below 100, not " + percentile);
        }
        return new Target(within, percentile);
    }

    double share() {
        return percentile / PERCENT;
    }

    double millis() {
        return within.toNanos() / 1e6;
    }

    /** How many calls it takes to say anything. */
    long leastCalls() {
        return (long) Math.ceil(LEAST_BEYOND / (1 - share()) - 1e-6);
    }

    @Override
    public String toString() {
        return percentile + " % of the calls answered rightly within " + within.toMillis() + " ms";
    }
}
