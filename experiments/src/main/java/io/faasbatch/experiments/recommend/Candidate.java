package io.faasbatch.experiments.recommend;

import io.faasbatch.experiments.summary.Bootstrap;
import io.faasbatch.experiments.summary.Configuration;
import io.faasbatch.experiments.summary.Figures;
import io.faasbatch.experiments.summary.Interval;

/**
 * One measured configuration, looked at with a target in mind.
 *
 * @param share of all calls, those answered rightly within the target; median of the repeats
 * @param cost container-seconds per thousand calls
 */
record Candidate(Configuration configuration, Interval share, long calls, double cost, Verdict verdict) {

    private static final double THOUSAND = 1000;

    /** How far a candidate meets the target. */
    enum Verdict {
        /** Even the lower end of the interval does. */
        MEETS("meets it"),
        /** The median does, the lower end of the interval does not. */
        PROBABLY("probably meets it"),
        MISSES("misses it"),
        /** Too few calls to tell. */
        THIN("too little data");

        private final String text;

        Verdict(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    static Candidate of(Configuration configuration, Target target, Bootstrap bootstrap) {
        Interval share = bootstrap.interval(configuration, Figures.within(target.millis()));
        long calls = configuration.runs().stream()
                .mapToLong(run -> run.record().account().sent())
                .sum();
        double perRun = (double) calls / configuration.runs().size();
        double cost = configuration.spread(Figures.CONTAINER_SECONDS).median() / perRun * THOUSAND;
        return new Candidate(configuration, share, calls, cost, verdict(share, calls, target));
    }

    private static Verdict verdict(Interval share, long calls, Target target) {
        if (calls < target.leastCalls()) {
            return Verdict.THIN;
        }
        if (share.known() && share.low() >= target.share()) {
            return Verdict.MEETS;
        }
        return share.value() >= target.share() ? Verdict.PROBABLY : Verdict.MISSES;
    }
}
