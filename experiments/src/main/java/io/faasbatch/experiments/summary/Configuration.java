package io.faasbatch.experiments.summary;

import io.faasbatch.experiments.figures.Distribution;
import java.util.List;
import java.util.Map;

/**
 * One combination of the factors' values, and its reported runs.
 *
 * @param values in the order of the factors
 * @param runs one or more, by repeat
 */
public record Configuration(String id, Map<String, String> values, List<Measured> runs) {

    public Configuration {
        runs = List.copyOf(runs);
        if (runs.isEmpty()) {
            throw new IllegalArgumentException("a configuration without a run has no figures: " + id);
        }
    }

    public String value(String factor) {
        return values.getOrDefault(factor, "");
    }

    /** Of a figure, over the repeats. */
    public Spread spread(Figure figure) {
        List<Double> values =
                runs.stream().map(figure::of).filter(Double::isFinite).toList();
        Distribution distribution = Distribution.of(values);
        return new Spread(distribution.median(), distribution.percentile(0), distribution.max(), values);
    }

    /**
     * A figure over the repeats; not numbers when no repeat has it.
     *
     * @param values of the repeats that have it
     */
    public record Spread(double median, double least, double most, List<Double> values) {

        public Spread {
            values = List.copyOf(values);
        }
    }
}
