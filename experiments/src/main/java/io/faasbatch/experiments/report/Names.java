package io.faasbatch.experiments.report;

import io.faasbatch.experiments.figures.Table;
import io.faasbatch.experiments.summary.Configuration.Spread;
import io.faasbatch.experiments.summary.Interval;
import java.util.Map;

/** How values are written for readers. */
final class Names {

    private static final Map<String, String> STRATEGIES = Map.of(
            "vanilla", "Vanilla", "sfs", "SFS", "kraken", "Kraken", "faasbatch", "FaaSBatch", "adaptive", "Adaptive");

    private Names() {}

    /** Of a factor's value. */
    static String of(String value) {
        return STRATEGIES.getOrDefault(value, value);
    }

    static String range(Spread spread) {
        return spread.values().size() < 2 ? "" : Table.number(spread.least()) + " – " + Table.number(spread.most());
    }

    static String ratio(Interval ratio) {
        return Table.number(ratio.value()) + "×";
    }

    static String limits(Interval ratio) {
        return ratio.known() ? Table.number(ratio.low()) + " – " + Table.number(ratio.high()) : "";
    }
}
