package io.faasbatch.experiments.report;

import io.faasbatch.experiments.chart.Page;
import io.faasbatch.experiments.chart.Page.Tile;
import io.faasbatch.experiments.report.Layout.Panel;
import io.faasbatch.experiments.results.ExperimentRecord;
import io.faasbatch.experiments.results.RunRecord;
import io.faasbatch.experiments.results.RunRecord.Account;
import io.faasbatch.experiments.summary.Configuration;
import io.faasbatch.experiments.summary.Figure;
import io.faasbatch.experiments.summary.Figures;
import io.faasbatch.experiments.summary.Interval;
import io.faasbatch.experiments.summary.Latency;
import io.faasbatch.experiments.summary.Ratios;
import io.faasbatch.experiments.summary.Statistic;
import io.faasbatch.experiments.summary.Study;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** What is to be seen first. */
final class Overview {

    /** What is compared at a glance. */
    private static final List<Figure> GLANCE =
            List.of(Figures.latency(Latency.END_TO_END, Statistic.P99), Figures.CONTAINER_SECONDS);

    /** Of the series, those that are compared at a glance, as far as they are there; the first other one otherwise. */
    private static final List<String> COMPARED = List.of("FaaSBatch", "Adaptive");

    private final Study study;
    private final Layout layout;
    private final Ratios ratios;

    Overview(Study study, Layout layout, Ratios ratios) {
        this.study = study;
        this.layout = layout;
        this.ratios = ratios;
    }

    void write(Page page) {
        ExperimentRecord experiment = study.experiment();
        page.text(experiment.experiment() + ", " + Times.minute(experiment.startedAt()) + ", on "
                + experiment.machine().host() + " (" + experiment.machine().cores() + " cores). "
                + (experiment.finishedAt().isPresent()
                        ? ""
                        : "It did not come to its end: these are the runs that are done."));
        if (!study.refused().isEmpty()) {
            page.warning(study.refused().size() + " of " + study.runs().size()
                    + " runs are not reported; see \"Runs\" for which and why.");
        }
        List<Tile> tiles = new ArrayList<>(List.of(runs(), calls()));
        layout.panels().forEach(panel -> tiles.addAll(tiles(panel)));
        page.tiles(tiles);
    }

    private Tile runs() {
        int reported = study.measured().size();
        return new Tile(
                reported + " of " + study.runs().size(),
                "runs reported",
                study.configurations().size() + " configurations, "
                        + study.experiment().plannedRepeats() + " repeats planned");
    }

    private Tile calls() {
        long sent = sum(Account::sent);
        long right = sum(Account::right);
        return new Tile(
                String.format(Locale.ROOT, "%,d", sent).replace(',', ' '),
                "calls sent in them",
                right == sent ? "all answered rightly" : (sent - right) + " not answered rightly");
    }

    private long sum(ToLongFunction<Account> of) {
        return study.measured().stream()
                .map(run -> run.record())
                .map(RunRecord::account)
                .mapToLong(of)
                .sum();
    }

    private List<Tile> tiles(Panel panel) {
        String step = layout.usualStep(panel);
        List<Configuration> compared = compared(layout.at(panel, step));
        List<Tile> tiles = new ArrayList<>();
        for (Configuration configuration : compared) {
            for (Figure figure : GLANCE) {
                ratios.timesBetter(configuration, figure)
                        .ifPresent(ratio -> tiles.add(tile(panel, step, configuration, figure, ratio)));
            }
        }
        return tiles;
    }

    private List<Configuration> compared(List<Configuration> all) {
        List<Configuration> known = all.stream()
                .filter(configuration -> COMPARED.contains(layout.name(configuration)))
                .toList();
        return known.isEmpty()
                ? all.stream()
                        .filter(configuration ->
                                study.counterpart(configuration).isPresent())
                        .limit(1)
                        .toList()
                : known;
    }

    private Tile tile(Panel panel, String step, Configuration configuration, Figure figure, Interval ratio) {
        String baseline = study.counterpart(configuration).map(layout::name).orElse("the baseline");
        boolean better = ratio.value() >= 1;
        Interval told = better ? ratio : new Interval(1 / ratio.value(), 1 / ratio.high(), 1 / ratio.low());
        List<String> where = new ArrayList<>(List.of(layout.name(configuration)));
        if (!panel.title().isEmpty()) {
            where.add(panel.title());
        }
        if (!step.isEmpty() && layout.place(configuration).isPresent()) {
            where.add(step);
        }
        where.add(told.known() ? "95 %: " + Names.limits(told) : "one repeat only");
        return new Tile(
                Names.ratio(told),
                (better ? "better " : "WORSE ") + figure.title() + " than " + baseline,
                String.join(", ", where));
    }
}
