package io.faasbatch.benchmarks;

import java.util.Arrays;

/** Measured durations, in nanoseconds, sorted. */
final class Latencies {

    private final long[] sorted;

    Latencies(long[] nanos) {
        sorted = nanos.clone();
        Arrays.sort(sorted);
    }

    int count() {
        return sorted.length;
    }

    /**
     * The smallest value that at least {@code share} of all values do not exceed, in milliseconds.
     *
     * @param share above 0, at most 1
     */
    double percentileMillis(double share) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int rank = (int) Math.ceil(share * sorted.length);
        return sorted[Math.max(0, rank - 1)] / 1e6;
    }
}
