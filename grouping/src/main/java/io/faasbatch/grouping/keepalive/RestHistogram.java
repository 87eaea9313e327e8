package io.faasbatch.grouping.keepalive;

/** How often a function rested for how many minutes. Not thread-safe: belongs to its policy. */
final class RestHistogram {

    /** Longer rests are out of reach. */
    static final int MINUTES = 240;

    /** Fewer rests say nothing. */
    static final int LEAST = 8;

    /** Counts spread more evenly than this (standard deviation by mean) show no pattern. */
    static final double LEAST_VARIATION = 2;

    /** A function with more rests than this share out of reach has the wrong histogram. */
    static final double MOST_BEYOND = 0.5;

    private final int[] counts = new int[MINUTES];
    private int within;
    private int beyond;
    private double sumOfSquares;

    void add(int minutes) {
        if (minutes >= MINUTES) {
            beyond++;
            return;
        }
        sumOfSquares += 2.0 * counts[minutes] + 1;
        counts[minutes]++;
        within++;
    }

    boolean representative() {
        int all = within + beyond;
        return all >= LEAST && beyond <= all * MOST_BEYOND && variation() >= LEAST_VARIATION;
    }

    /** The minute within which this share of the rests that are in reach ended. */
    int percentile(double share) {
        long wanted = Math.max(1, Math.round(Math.ceil(within * share)));
        long seen = 0;
        for (int minute = 0; minute < MINUTES; minute++) {
            seen += counts[minute];
            if (seen >= wanted) {
                return minute;
            }
        }
        return MINUTES - 1;
    }

    private double variation() {
        if (within == 0) {
            return 0;
        }
        double mean = (double) within / MINUTES;
        return Math.sqrt(Math.max(0, sumOfSquares / MINUTES - mean * mean)) / mean;
    }
}
