package io.faasbatch.experiments.generate;

import java.util.SplittableRandom;

/**
 * How long a burst, or the calm between two, lasts.
 *
 * @param mean in seconds
 */
record Spell(double mean, Kind kind) {

    /** How the lengths are spread. */
    enum Kind {
        FIXED,
        EXPONENTIAL,
        /** A few last very long. */
        HEAVY
    }

    double draw(SplittableRandom random) {
        return switch (kind) {
            case FIXED -> mean;
            case EXPONENTIAL -> Draw.exponential(mean, random);
            case HEAVY -> Draw.pareto(mean, random);
        };
    }
}
