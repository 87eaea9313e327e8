package io.faasbatch.experiments.report;

import io.faasbatch.experiments.chart.Cell;
import io.faasbatch.experiments.chart.Cell.Tone;
import io.faasbatch.experiments.chart.Grid;
import io.faasbatch.experiments.chart.Page;
import io.faasbatch.experiments.figures.Table;
import io.faasbatch.experiments.summary.Bootstrap;
import io.faasbatch.experiments.summary.Configuration;
import io.faasbatch.experiments.summary.Configuration.Spread;
import io.faasbatch.experiments.summary.Figure;
import io.faasbatch.experiments.summary.Figures;
import io.faasbatch.experiments.summary.Interval;
import io.faasbatch.experiments.summary.Latency;
import io.faasbatch.experiments.summary.Ratios;
import io.faasbatch.experiments.summary.Statistic;
import io.faasbatch.experiments.summary.Study;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Every configuration's figures, and how they compare with the baseline's. */
final class TableSection {

    private static final List<Figure> SHOWN = List.of(
            Figures.latency(Latency.END_TO_END, Statistic.MEAN),
            Figures.latency(Latency.END_TO_END, Statistic.P50),
            Figures.latency(Latency.END_TO_END, Statistic.P99),
            Figures.latency(Latency.SCHEDULING, Statistic.MEAN),
            Figures.latency(Latency.COLD_START, Statistic.MEAN),
            Figures.latency(Latency.QUEUEING, Statistic.MEAN),
            Figures.latency(Latency.EXECUTION, Statistic.MEAN),
            Figures.CONTAINERS,
            Figures.CONTAINER_SECONDS,
            Figures.PEAK_MEMORY,
            Figures.CONTAINER_CPU);

    private final Study study;
    private final Ratios ratios;
    private final List<Figure> own;

    TableSection(Study study, Ratios ratios) {
        this.study = study;
        this.ratios = ratios;
        this.own = Figures.shown(study.measured());
    }

    void write(Page page) {
        page.section("Figures")
                .text(
                        "Medians of the repeats; below each the lowest and the highest repeat. Latencies in milliseconds, of right answers only.");
        List<Figure> figures = Stream.concat(SHOWN.stream(), own.stream()).toList();
        Grid grid = new Grid(header(figures), study.experiment().factors().size());
        for (Configuration configuration : study.configurations()) {
            grid = grid.row(row(configuration, figures, TableSection::median));
        }
        page.table(grid);
        if (study.configurations().stream()
                .anyMatch(configuration -> study.counterpart(configuration).isPresent())) {
            ratios(page);
        }
    }

    private void ratios(Page page) {
        page.section("Against the baseline")
                .text("How many times better than the baseline (" + baseline()
                        + ") of the same other factors: above 1 better, below 1 worse. Below each the 95 % confidence interval ("
                        + Bootstrap.SAMPLES
                        + " hierarchical bootstrap samples); set off where the whole interval is on one side of 1.");
        List<Figure> figures = Stream.concat(SHOWN.stream(), own.stream())
                .filter(Figure::judged)
                .toList();
        Grid grid = new Grid(header(figures), study.experiment().factors().size());
        for (Configuration configuration : study.configurations()) {
            if (study.counterpart(configuration).isPresent()) {
                grid = grid.row(row(configuration, figures, this::ratio));
            }
        }
        page.table(grid);
    }

    private String baseline() {
        return String.join(
                ", ",
                study.experiment().baseline().values().stream().map(Names::of).toList());
    }

    private List<String> header(List<Figure> figures) {
        List<String> header = new ArrayList<>(study.experiment().factors());
        figures.forEach(figure -> header.add(figure.toString()));
        return header;
    }

    /** What is shown of a figure. */
    @FunctionalInterface
    private interface Shown {

        Cell of(Configuration configuration, Figure figure);
    }

    private static List<Cell> row(Configuration configuration, List<Figure> figures, Shown shown) {
        List<Cell> row = new ArrayList<>();
        configuration.values().values().forEach(value -> row.add(Cell.of(Names.of(value))));
        figures.forEach(figure -> row.add(shown.of(configuration, figure)));
        return row;
    }

    private static Cell median(Configuration configuration, Figure figure) {
        Spread spread = configuration.spread(figure);
        return Cell.of(Table.number(spread.median()), Names.range(spread));
    }

    private Cell ratio(Configuration configuration, Figure figure) {
        Optional<Interval> ratio = ratios.timesBetter(configuration, figure);
        return ratio.map(interval ->
                        Cell.of(Names.ratio(interval), Names.limits(interval)).toned(tone(interval)))
                .orElse(Cell.of("-"));
    }

    static Tone tone(Interval ratio) {
        if (ratio.known() && ratio.low() > 1) {
            return Tone.GOOD;
        }
        return ratio.known() && ratio.high() < 1 ? Tone.BAD : Tone.PLAIN;
    }
}
