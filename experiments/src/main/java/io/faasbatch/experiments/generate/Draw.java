package io.faasbatch.experiments.generate;

import java.util.SplittableRandom;

/** Random numbers of the distributions that are needed, the same on every machine. Stateless. */
final class Draw {

    /** Of Pareto distributions: a finite mean, an infinite variance, as measured bursts of network traffic have. */
    static final double PARETO_SHAPE = 1.5;

    private Draw() {}

    static double exponential(double mean, SplittableRandom random) {
        return -mean * StrictMath.log(1 - random.nextDouble());
    }

    static double pareto(double mean, SplittableRandom random) {
        double least = mean * (PARETO_SHAPE - 1) / PARETO_SHAPE;
        return least / StrictMath.pow(1 - random.nextDouble(), 1 / PARETO_SHAPE);
    }
}
