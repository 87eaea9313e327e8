package io.faasbatch.experiments.load;

import io.faasbatch.experiments.figures.Distribution;
import java.time.Duration;
import java.util.List;

/**
 * Whether a load was sent as it was meant to be.
 *
 * @param p99 99 of 100 calls were sent no later than this
 * @param bound more than this, and the load was another one than the one asked for
 */
public record Punctuality(Duration p99, Duration bound) {

    /** No generator that shares two busy cores with the system does better; shorter gaps than this cannot be told apart by it. */
    static final Duration FINEST = Duration.ofMillis(50);

    /** Of the mean gap between two calls. */
    private static final double SHARE_OF_GAP = 0.5;

    private static final double NANOS_PER_MILLI = 1e6;

    static Punctuality of(List<Outcome> outcomes) {
        Distribution lateness = Distribution.ofDurations(
                outcomes.stream().map(Outcome::lateness).toList());
        double p99 = outcomes.isEmpty() ? 0 : lateness.percentile(0.99);
        return new Punctuality(Duration.ofNanos(Math.round(p99 * NANOS_PER_MILLI)), bound(outcomes));
    }

    private static Duration bound(List<Outcome> outcomes) {
        Duration last = outcomes.stream()
                .map(outcome -> outcome.call().offset())
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        double gap = (double) last.toNanos() / Math.max(1, outcomes.size());
        Duration relative = Duration.ofNanos(Math.round(gap * SHARE_OF_GAP));
        return relative.compareTo(FINEST) > 0 ? relative : FINEST;
    }

    public boolean kept() {
        return p99.compareTo(bound) <= 0;
    }

    @Override
    public String toString() {
        return "1 of 100 calls was sent more than " + p99.toMillis() + " ms late, and " + bound.toMillis()
                + " ms is the most this load bears";
    }
}
