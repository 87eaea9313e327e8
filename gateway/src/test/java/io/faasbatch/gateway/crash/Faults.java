package io.faasbatch.gateway.crash;

import io.faasbatch.engine.execution.Ownership;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * What goes wrong, drawn from a seed. What happens to an execution depends on the seed, its number, the claim and how many checkpoints were made under
 * that claim, so that the order in which threads run does not change it.
 */
final class Faults {

    private static final double UNAVAILABLE_BEFORE = 0.02;
    private static final double UNAVAILABLE_AFTER = 0.02;
    private static final double PAUSE = 0.003;

    /** What happens around one checkpoint. */
    enum AtCheckpoint {
        NOTHING,
        /** Redis does not answer, and nothing was written. */
        UNAVAILABLE_BEFORE,
        /** Redis does not answer, and all was written. */
        UNAVAILABLE_AFTER,
        /** The worker stands still until another one has claimed the execution, and comes back late. */
        PAUSE
    }

    private final long seed;

    Faults(long seed) {
        this.seed = seed;
    }

    AtCheckpoint at(Ownership owner, int checkpoint) {
        long key = 31L * owner.execution().value().hashCode() + 1_000_003L * owner.token() + checkpoint;
        double drawn = new SplittableRandom(seed ^ (key * 0x9E3779B97F4A7C15L)).nextDouble();
        if (drawn < UNAVAILABLE_BEFORE) {
            return AtCheckpoint.UNAVAILABLE_BEFORE;
        }
        if (drawn < UNAVAILABLE_BEFORE + UNAVAILABLE_AFTER) {
            return AtCheckpoint.UNAVAILABLE_AFTER;
        }
        return drawn < UNAVAILABLE_BEFORE + UNAVAILABLE_AFTER + PAUSE ? AtCheckpoint.PAUSE : AtCheckpoint.NOTHING;
    }

    /** For what happens to workers and containers, by one thread. */
    Random ofWorkers() {
        return new Random(seed);
    }

    /** How often a step of an execution fails before it does not. */
    int failures(int execution) {
        return new SplittableRandom(seed + execution).nextInt(10) < 8 ? 0 : 2;
    }
}
