package io.faasbatch.grouping;

import java.util.List;
import java.util.Optional;

/** The strategies there are, by the names that configuration uses. */
public final class Strategies {

    /** The name of the strategy that holds where nothing else is said. */
    public static final String DEFAULT = AdaptiveStrategy.NAME;

    /** The name of the strategy whose containers take turns on the cores. */
    public static final String SFS = VanillaStrategy.SFS;

    private static final List<Strategy> ALL = List.of(
            new AdaptiveStrategy(),
            new FaasBatchStrategy(),
            new KrakenStrategy(),
            new VanillaStrategy(VanillaStrategy.SFS),
            new VanillaStrategy(VanillaStrategy.NAME));

    private Strategies() {}

    public static Optional<Strategy> byName(String name) {
        return ALL.stream().filter(strategy -> strategy.name().equals(name)).findFirst();
    }

    /** All names, the default first. */
    public static List<String> names() {
        return ALL.stream().map(Strategy::name).toList();
    }
}
