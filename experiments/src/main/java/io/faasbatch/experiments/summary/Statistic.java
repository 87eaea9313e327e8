package io.faasbatch.experiments.summary;

/** What is made of the values of one run. Percentiles are linear between the two nearest values. */
public enum Statistic {
    MEAN("mean", Double.NaN),
    P50("p50", 0.5),
    P90("p90", 0.9),
    P99("p99", 0.99);

    private final String id;
    private final double share;

    Statistic(String id, double share) {
        this.id = id;
        this.share = share;
    }

    public String id() {
        return id;
    }

    /** Of all values, how many are at most the percentile; not a number for the mean. */
    double share() {
        return share;
    }
}
