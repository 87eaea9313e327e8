package io.faasbatch.experiments.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** When the invocations of one function arrive. */
sealed interface Pattern {

    /** In seconds after the start, in order, before {@code length}. */
    List<Double> arrivals(double length, SplittableRandom random);

    /** A Poisson process whose rate may change over time: arrivals at its highest rate are thinned out (Lewis and Shedler, 1979). */
    record Poisson(Rate rate) implements Pattern {

        @Override
        public List<Double> arrivals(double length, SplittableRandom random) {
            List<Double> arrivals = new ArrayList<>();
            double second = Draw.exponential(1 / rate.most(), random);
            while (second < length) {
                if (random.nextDouble() * rate.most() < rate.at(second)) {
                    arrivals.add(second);
                }
                second += Draw.exponential(1 / rate.most(), random);
            }
            return arrivals;
        }
    }

    /**
     * Bursts, and calm between them; a Poisson process within each. Begins anywhere in the first burst or the calm after it, so that functions do not burst
     * together.
     *
     * @param burstRate invocations a second
     * @param calmRate invocations a second, may be 0
     */
    record Bursts(double burstRate, double calmRate, Spell burst, Spell calm) implements Pattern {

        @Override
        public List<Double> arrivals(double length, SplittableRandom random) {
            List<Double> arrivals = new ArrayList<>();
            double begin = -random.nextDouble() * (burst.mean() + calm.mean());
            boolean bursting = true;
            while (begin < length) {
                double end = begin + (bursting ? burst : calm).draw(random);
                fill(arrivals, bursting ? burstRate : calmRate, begin, Math.min(end, length), random);
                begin = end;
                bursting = !bursting;
            }
            return arrivals;
        }

        private static void fill(
                List<Double> arrivals, double rate, double begin, double end, SplittableRandom random) {
            if (rate == 0) {
                return;
            }
            double second = begin + Draw.exponential(1 / rate, random);
            while (second < end) {
                if (second >= 0) {
                    arrivals.add(second);
                }
                second += Draw.exponential(1 / rate, random);
            }
        }
    }
}
