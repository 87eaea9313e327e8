package io.faasbatch.experiments.report;

import io.faasbatch.experiments.chart.Axis;
import java.util.Collection;

/** Chooses the scale that a reader needs. */
final class Scales {

    /** Above this ratio of the largest to the smallest, the small ones could not be told apart on a linear scale. */
    private static final double WIDE = 30;

    private Scales() {}

    static Axis of(String name, String unit, Collection<Double> values) {
        double most = values.stream()
                .filter(Double::isFinite)
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(0);
        double least = values.stream()
                .filter(Double::isFinite)
                .mapToDouble(Double::doubleValue)
                .min()
                .orElse(0);
        return least > 0 && most > WIDE * least ? Axis.logarithmic(name, unit) : Axis.linear(name, unit);
    }
}
