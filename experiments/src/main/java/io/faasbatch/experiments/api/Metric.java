package io.faasbatch.experiments.api;

import java.util.OptionalDouble;

/** One value out of metrics in Prometheus' text format. */
final class Metric {

    private Metric() {}

    /** @param name alone, for the first of that name, or with its labels in braces */
    static OptionalDouble value(String metrics, String name) {
        return metrics.lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst();
    }
}
