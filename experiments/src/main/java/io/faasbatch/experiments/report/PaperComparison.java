package io.faasbatch.experiments.report;

import io.faasbatch.experiments.summary.Bootstrap.Ratio;
import io.faasbatch.experiments.summary.Configuration;
import io.faasbatch.experiments.summary.Figure;
import io.faasbatch.experiments.summary.Interval;
import io.faasbatch.experiments.summary.Quantity;
import io.faasbatch.experiments.summary.Ratios;
import io.faasbatch.experiments.summary.Study;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Our ratios as the paper's are made: another strategy over FaaSBatch, mean over the intervals. */
final class PaperComparison {

    private static final String KIND = "kind";
    private static final String STRATEGY = "strategy";
    private static final String PROPOSED = "faasbatch";

    private final Study study;
    private final Ratios ratios;

    PaperComparison(Study study, Ratios ratios) {
        this.study = study;
        this.ratios = ratios;
    }

    /**
     * Ours beside theirs.
     *
     * @param intervals how many there were to take the mean of
     */
    record Line(PaperNumbers.Row theirs, int intervals, List<Interval> ours) {}

    /** Empty when the experiment is none of the paper's. */
    List<Line> lines() {
        if (!PaperNumbers.has(study.experiment().experiment())) {
            return List.of();
        }
        List<Line> lines = new ArrayList<>();
        for (PaperNumbers.Row row : PaperNumbers.ROWS) {
            List<Ratio> pairs = pairs(row);
            if (!pairs.isEmpty()) {
                lines.add(new Line(row, pairs.size(), ours(pairs)));
            }
        }
        return lines;
    }

    private List<Interval> ours(List<Ratio> pairs) {
        return PaperNumbers.FIGURES.stream()
                .map((Figure figure) -> ratios.bootstrap().meanRatio(pairs, figure))
                .toList();
    }

    private List<Ratio> pairs(PaperNumbers.Row row) {
        List<Ratio> pairs = new ArrayList<>();
        for (Configuration proposed : study.configurations()) {
            if (proposed.value(STRATEGY).equals(PROPOSED) && kind(proposed).equals(row.kind())) {
                other(proposed, row.strategy()).ifPresent(other -> pairs.add(new Ratio(other, proposed)));
            }
        }
        return pairs;
    }

    private String kind(Configuration configuration) {
        String factor = configuration.value(KIND);
        return factor.isEmpty() ? String.valueOf(study.experiment().parameters().getOrDefault(KIND, "")) : factor;
    }

    /** That differs in the strategy only; one without an interval stands for all intervals. */
    private Optional<Configuration> other(Configuration proposed, String strategy) {
        return study.configurations().stream()
                .filter(other -> other.value(STRATEGY).equals(strategy))
                .filter(other -> study.experiment().factors().stream()
                        .filter(factor -> !factor.equals(STRATEGY))
                        .allMatch(factor -> agree(proposed.value(factor), other.value(factor))))
                .findFirst();
    }

    private static boolean agree(String proposed, String other) {
        return proposed.equals(other)
                || (Quantity.of(proposed).isPresent() && Quantity.of(other).isEmpty());
    }
}
