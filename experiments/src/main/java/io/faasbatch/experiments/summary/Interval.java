package io.faasbatch.experiments.summary;

/**
 * A value and where it may be as well: the middle 95 % of what resampling gives; the ends are not numbers where that cannot be told.
 */
public record Interval(double value, double low, double high) {

    public boolean known() {
        return Double.isFinite(low) && Double.isFinite(high);
    }
}
