package io.faasbatch.experiments.compare;

import io.faasbatch.experiments.figures.Distribution;
import io.faasbatch.experiments.load.LoadResult;
import java.time.Duration;
import java.util.Optional;

/**
 * The latency target that Kraken plans with: the 98th percentile of what the worker measured under Vanilla, the cold start included, as the artifact does it
 * ({@code calculate_SLOs.py}), but one for all functions. Taken from the first Vanilla run of the same comparison. Used by one thread.
 */
final class LatencyTarget {

    /** Whose latencies it is made of. */
    static final String SOURCE = "vanilla";

    /** Who gets it. */
    static final String USER = "kraken";

    private static final double PERCENTILE = 0.98;
    private static final Duration LEAST = Duration.ofMillis(1);
    private static final Duration MOST = Duration.ofHours(1);
    private static final double NANOS_PER_MILLI = 1e6;

    private Optional<Duration> target = Optional.empty();

    void learn(String strategy, LoadResult result) {
        Distribution totals = result.total();
        if (strategy.equals(SOURCE) && target.isEmpty() && totals.count() > 0) {
            Duration measured = Duration.ofNanos(Math.round(totals.percentile(PERCENTILE) * NANOS_PER_MILLI));
            target =
                    Optional.of(measured.compareTo(LEAST) < 0 ? LEAST : measured.compareTo(MOST) > 0 ? MOST : measured);
        }
    }

    Optional<Duration> of(String strategy) {
        return strategy.equals(USER) ? target : Optional.empty();
    }
}
