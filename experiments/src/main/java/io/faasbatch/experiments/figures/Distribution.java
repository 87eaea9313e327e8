package io.faasbatch.experiments.figures;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** Measured values, sorted. Immutable. */
public final class Distribution {

    private static final double NANOS_PER_MILLI = 1e6;

    private final double[] sorted;

    private Distribution(double[] values) {
        sorted = values;
        Arrays.sort(sorted);
    }

    public static Distribution of(Collection<Double> values) {
        return new Distribution(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** In milliseconds. */
    public static Distribution ofDurations(Collection<Duration> durations) {
        return new Distribution(durations.stream()
                .mapToDouble(duration -> duration.toNanos() / NANOS_PER_MILLI)
                .toArray());
    }

    public int count() {
        return sorted.length;
    }

    /** All of them, in order. */
    public List<Double> values() {
        return Arrays.stream(sorted).boxed().toList();
    }

    /**
     * Linear between the two nearest values, as in the figures published for the artifact; not a number when there are no values.
     *
     * @param share from 0 to 1
     */
    public double percentile(double share) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        double position = share * (sorted.length - 1);
        int below = (int) Math.floor(position);
        int above = Math.min(sorted.length - 1, below + 1);
        return sorted[below] + (sorted[above] - sorted[below]) * (position - below);
    }

    public double median() {
        return percentile(0.5);
    }

    public double mean() {
        return Arrays.stream(sorted).average().orElse(Double.NaN);
    }

    public double max() {
        return percentile(1);
    }
}
