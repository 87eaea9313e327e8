package io.faasbatch.experiments.suite;

import io.faasbatch.experiments.experiment.Experiment;
import io.faasbatch.experiments.experiment.Parameters;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** The experiments there are, by name. */
final class Catalogue {

    /** Makes an experiment of its parameters. */
    @FunctionalInterface
    private interface Maker {

        Experiment make(Parameters parameters) throws IOException;
    }

    private static final Map<String, Maker> EXPERIMENTS = new TreeMap<>(Map.of(
            "dispatch-interval-sensitivity", DispatchIntervalSensitivity::new,
            "e2e-latency-and-colocation", LatencyAndColocation::new,
            "slo-sensitivity-kraken", SloSensitivity::new,
            "in-container-sharing", InContainerSharing::new,
            "client-overhead", ClientOverhead::new,
            "load-levels", LoadLevels::new,
            "workflow-scaling", WorkflowScaling::new,
            "cold-start", ColdStart::new));

    private static final String NAME = "experiment";

    private Catalogue() {}

    /** The one that the parameters name. */
    static Experiment of(Parameters parameters) throws IOException {
        String name = parameters.text(NAME);
        Maker maker = EXPERIMENTS.get(name);
        if (maker == null) {
            throw parameters.refused(
                    NAME, "must be one of " + String.join(", ", EXPERIMENTS.keySet()) + ", not " + name);
        }
        return maker.make(parameters);
    }
}
