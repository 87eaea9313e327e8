package io.faasbatch.experiments.suite;

import io.faasbatch.experiments.experiment.MalformedExperimentException;
import io.faasbatch.experiments.experiment.Parameters;
import io.faasbatch.experiments.generate.SyntheticTraces;
import io.faasbatch.experiments.system.Machine;
import io.faasbatch.experiments.trace.Trace;
import io.faasbatch.experiments.trace.TraceReader;
import java.io.IOException;

/** The arrivals of an experiment: a trace that is named, or bursts that are generated from the seed, scaled down to what the machine can compute. */
final class Loads {

    private static final String GENERATED = "generated";
    private static final String FIT = "fit";
    private static final String BURST_RATE = "burst-rate";
    private static final int MOST = 1_000_000;
    static final double MOST_PER_SECOND = 10_000;

    private final Parameters parameters;

    Loads(Parameters parameters) {
        this.parameters = parameters;
    }

    /**
     * Reads {@code trace}, {@code invocations} and {@code scale-down}; of a generated one {@code functions}, {@code span}, {@code burst-rate}, {@code burst},
     * {@code calm} and {@code seed} as well.
     */
    Trace trace() throws IOException {
        Trace generated = SyntheticTraces.bursts(
                parameters.decimal(BURST_RATE, parameters.text(BURST_RATE), MOST_PER_SECOND),
                parameters.duration("burst"),
                parameters.duration("calm"),
                functions(),
                parameters.duration("span"),
                seed());
        String name = parameters.text("trace");
        Trace trace = name.equals(GENERATED) ? generated : TraceReader.read(parameters.path(name));
        return scaled(trace.first(parameters.number("invocations", 1, MOST)));
    }

    /** Arrivals at random at a rate, from {@code span}, {@code functions}, {@code scale-down} and {@code seed}. */
    Trace poisson(double perSecond) throws MalformedExperimentException {
        return scaled(SyntheticTraces.poisson(perSecond, functions(), parameters.duration("span"), seed()));
    }

    private int functions() throws MalformedExperimentException {
        return parameters.number("functions", 1, 1000);
    }

    private long seed() throws MalformedExperimentException {
        return parameters.number("seed", 0, Integer.MAX_VALUE);
    }

    private Trace scaled(Trace trace) throws MalformedExperimentException {
        int steps = parameters.text("scale-down").equals(FIT)
                ? trace.stepsToFit(Machine.cores(), Trace.SHARE_OF_CORES)
                : parameters.number("scale-down", 0, 90);
        return trace.scaledDown(steps);
    }
}
