package io.faasbatch.experiments.summary;

import java.util.Comparator;
import java.util.List;

/** The order in which values of a factor are shown: the strategies as in the paper, numbers by size, and names by the alphabet. */
final class FactorOrder {

    private static final List<String> STRATEGIES = List.of("vanilla", "sfs", "kraken", "faasbatch", "adaptive");

    private FactorOrder() {}

    static Comparator<String> values() {
        return Comparator.comparingInt(FactorOrder::rank)
                .thenComparingDouble(FactorOrder::size)
                .thenComparing(Comparator.naturalOrder());
    }

    private static int rank(String value) {
        int strategy = STRATEGIES.indexOf(value);
        if (strategy >= 0) {
            return strategy;
        }
        return Quantity.of(value).isPresent() ? -1 : STRATEGIES.size();
    }

    private static double size(String value) {
        return Quantity.of(value).map(Quantity::value).orElse(Double.NaN);
    }
}
