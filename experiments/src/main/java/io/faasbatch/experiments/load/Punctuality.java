package io.faasbatch.experiments.load;

import io.faasbatch.experiments.figures.Distribution;
import java.time.Duration;
import java.util.List;

/**
 * Whether a load was sent as it was meant to be.
 *
 * @param p50 half of the calls were sent no later than this
 * @param p99 99 of 100 calls were sent no later than this
 * @param max the latest call
 * @param bound more than this for {@code p99}, and the load was another one than the one asked for
 */
public record Punctuality(Duration p50, Duration p99, Duration max, Duration bound) {

    /** No generator that shares two busy cores with the system does better; shorter gaps than this cannot be told apart by it. */
    static final Duration FINEST = Duration.ofMillis(50);

    /** Of the mean gap between two calls. */
    private static final double SHARE_OF_GAP = 0.5;

    /** Of the mean latency: what is answered after a minute is not told from it by half a second. */
    private static final double SHARE_OF_LATENCY = 0.01;

    private static final double NANOS_PER_MILLI = 1e6;

    static Punctuality of(List<Outcome> outcomes) {
        Distribution lateness = Distribution.ofDurations(
                outcomes.stream().map(Outcome::lateness).toList());
        return new Punctuality(at(lateness, 0.5), at(lateness, 0.99), at(lateness, 1), bound(outcomes));
    }

    private static Duration at(Distribution lateness, double share) {
        double millis = lateness.count() == 0 ? 0 : lateness.percentile(share);
        return Duration.ofNanos(Math.round(millis * NANOS_PER_MILLI));
    }

    private static Duration bound(List<Outcome> outcomes) {
        Duration last = outcomes.stream()
                .map(outcome -> outcome.call().offset())
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        double gap = (double) last.toNanos() / Math.max(1, outcomes.size());
        Distribution latencies = Distribution.ofDurations(
                outcomes.stream().map(Outcome::endToEnd).toList());
        double latency = latencies.count() == 0 ? 0 : latencies.mean() * NANOS_PER_MILLI;
        long bound = Math.round(Math.max(gap * SHARE_OF_GAP, latency * SHARE_OF_LATENCY));
        return Duration.ofNanos(Math.max(bound, FINEST.toNanos()));
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
