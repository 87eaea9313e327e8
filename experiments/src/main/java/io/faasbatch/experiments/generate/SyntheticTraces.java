package io.faasbatch.experiments.generate;

import io.faasbatch.experiments.trace.Trace;
import java.time.Duration;

/** Traces for experiments that need no file: the same arguments give the same trace. Inputs are distributed as in the FaaSBatch artifact. */
public final class SyntheticTraces {

    private static final double NANOS_PER_SECOND = 1e9;

    private SyntheticTraces() {}

    /** @param perSecond invocations of each function */
    public static Trace poisson(double perSecond, int functions, Duration length, long seed) {
        return trace("Poisson arrivals", new Pattern.Poisson(new Rate.Constant(perSecond)), functions, length, seed);
    }

    /**
     * Each function bursts by itself, for a time that is exponentially distributed, as is the calm between.
     *
     * @param perSecond invocations of each function within a burst
     */
    public static Trace bursts(
            double perSecond, Duration burst, Duration calm, int functions, Duration length, long seed) {
        Pattern pattern = new Pattern.Bursts(perSecond, 0, spell(burst), spell(calm));
        return trace("bursts", pattern, functions, length, seed);
    }

    private static Spell spell(Duration mean) {
        return new Spell(mean.toNanos() / NANOS_PER_SECOND, Spell.Kind.EXPONENTIAL);
    }

    private static Trace trace(String name, Pattern pattern, int functions, Duration length, long seed) {
        return new Generator(pattern, Inputs.PAPER, functions, length).generate(name, seed);
    }
}
