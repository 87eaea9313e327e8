package io.faasbatch.experiments.analyze;

import java.util.Collection;

/**
 * How far values lie apart.
 *
 * @param variance of all of them, not of a sample
 */
record Spread(double mean, double variance, double most) {

    static Spread of(Collection<? extends Number> values) {
        double mean = values.stream().mapToDouble(Number::doubleValue).average().orElse(Double.NaN);
        double variance = values.stream()
                .mapToDouble(value -> (value.doubleValue() - mean) * (value.doubleValue() - mean))
                .average()
                .orElse(Double.NaN);
        double most = values.stream().mapToDouble(Number::doubleValue).max().orElse(Double.NaN);
        return new Spread(mean, variance, most);
    }

    /** The index of dispersion: 1 for the counts of a Poisson process, above it for bursts. */
    double dispersion() {
        return variance / mean;
    }

    /** The coefficient of variation: 1 for the gaps of a Poisson process, above it for bursts, 0 for a clock. */
    double variation() {
        return Math.sqrt(variance) / mean;
    }

    /** Of gaps (Goh and Barabasi, 2008): -1 for a clock, 0 for a Poisson process, towards 1 for bursts. */
    double burstiness() {
        return (Math.sqrt(variance) - mean) / (Math.sqrt(variance) + mean);
    }

    double peakToMean() {
        return most / mean;
    }
}
