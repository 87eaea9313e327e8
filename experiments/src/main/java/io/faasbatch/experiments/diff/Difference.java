package io.faasbatch.experiments.diff;

import io.faasbatch.experiments.diff.Finding.Verdict;
import io.faasbatch.experiments.results.RunRecord.Account;
import io.faasbatch.experiments.summary.Bootstrap;
import io.faasbatch.experiments.summary.Configuration;
import io.faasbatch.experiments.summary.Figure;
import io.faasbatch.experiments.summary.Figure.Better;
import io.faasbatch.experiments.summary.Interval;
import io.faasbatch.experiments.summary.Study;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What has changed from one result to another, in the configurations that both have.
 *
 * @param findings of every judged figure
 * @param flaws configurations of which more calls were not answered rightly than before, in words
 * @param onlyBefore configurations that the other has no reported run of
 * @param onlyAfter the other way round
 */
record Difference(List<Finding> findings, List<String> flaws, List<String> onlyBefore, List<String> onlyAfter) {

    static Difference of(Study before, Study after, double noise) {
        Bootstrap bootstrap = new Bootstrap(before.experiment().seed());
        List<Finding> findings = new ArrayList<>();
        List<String> flaws = new ArrayList<>();
        for (Configuration old : before.configurations()) {
            Optional<Configuration> same = same(old, after);
            same.ifPresent(now -> before.figures().stream()
                    .filter(Figure::judged)
                    .map(figure -> Finding.of(old, now, figure, timesWorse(bootstrap, old, now, figure), noise))
                    .filter(finding -> Double.isFinite(finding.times().value()))
                    .forEach(findings::add));
            same.flatMap(now -> flaw(old, now)).ifPresent(flaws::add);
        }
        return new Difference(findings, flaws, missing(before, after), missing(after, before));
    }

    List<Finding> regressions() {
        return findings.stream()
                .filter(finding -> finding.verdict() == Verdict.REGRESSION)
                .toList();
    }

    private static Interval timesWorse(Bootstrap bootstrap, Configuration old, Configuration now, Figure figure) {
        return figure.better() == Better.HIGHER ? bootstrap.ratio(old, now, figure) : bootstrap.ratio(now, old, figure);
    }

    private static Optional<Configuration> same(Configuration configuration, Study other) {
        return other.configurations().stream()
                .filter(candidate -> candidate.values().equals(configuration.values()))
                .findFirst();
    }

    private static List<String> missing(Study from, Study in) {
        return from.configurations().stream()
                .filter(configuration -> same(configuration, in).isEmpty())
                .map(Configuration::id)
                .toList();
    }

    private static Optional<String> flaw(Configuration old, Configuration now) {
        double before = wrongShare(old);
        double after = wrongShare(now);
        return after > before
                ? Optional.of(String.format(
                        Locale.ROOT,
                        "%s: %.2f %% of the calls were not answered rightly, or twice; %.2f %% before",
                        now.id(),
                        100 * after,
                        100 * before))
                : Optional.empty();
    }

    private static double wrongShare(Configuration configuration) {
        long sent = 0;
        long flawed = 0;
        for (Account account :
                configuration.runs().stream().map(run -> run.record().account()).toList()) {
            sent += account.sent();
            flawed += account.sent() - account.right() + account.duplicates();
        }
        return sent == 0 ? 0 : (double) flawed / sent;
    }
}
