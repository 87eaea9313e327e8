package io.faasbatch.experiments.diff;

import io.faasbatch.experiments.summary.Configuration;
import io.faasbatch.experiments.summary.Figure;
import io.faasbatch.experiments.summary.Interval;

/**
 * One figure of one configuration, then and now.
 *
 * @param times how many times worse it has become: 1 when it is the same
 */
record Finding(Configuration before, Configuration after, Figure figure, Interval times, Verdict verdict) {

    /** What can be said of a change. */
    enum Verdict {
        /** Better, beyond the noise, and surely so. */
        BETTER("better"),
        SAME(""),
        /** As far apart as the noise, but not surely so. */
        UNSURE("not sure"),
        /** Worse, beyond the noise, and surely so. */
        REGRESSION("REGRESSION");

        private final String text;

        Verdict(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    static Finding of(Configuration before, Configuration after, Figure figure, Interval times, double noise) {
        return new Finding(before, after, figure, times, verdict(times, noise));
    }

    private static Verdict verdict(Interval times, double noise) {
        double worse = 1 + noise;
        double better = 1 / worse;
        if (times.known() && times.low() > worse) {
            return Verdict.REGRESSION;
        }
        if (times.known() && times.high() < better) {
            return Verdict.BETTER;
        }
        return times.value() > worse || times.value() < better ? Verdict.UNSURE : Verdict.SAME;
    }
}
