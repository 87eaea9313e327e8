package io.faasbatch.experiments.api;

import java.util.OptionalDouble;

/** One value out of metrics in Prometheus' text format. */
final class Metric {

    private Metric() {}

    /** @param name with the labels that tell it from others of its name, in braces; the first that begins with it counts */
    static OptionalDouble value(String metrics, String name) {
        return metrics.lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst();
    }
}
