package io.faasbatch.experiments.report;

import io.faasbatch.experiments.chart.Axis;
import io.faasbatch.experiments.chart.Chart;
import io.faasbatch.experiments.chart.Page;
import io.faasbatch.experiments.chart.Point;
import io.faasbatch.experiments.chart.Series;
import io.faasbatch.experiments.report.Layout.Panel;
import io.faasbatch.experiments.summary.Configuration;
import io.faasbatch.experiments.summary.Configuration.Spread;
import io.faasbatch.experiments.summary.Figure;
import io.faasbatch.experiments.summary.Figures;
import io.faasbatch.experiments.summary.Latency;
import io.faasbatch.experiments.summary.Quantity;
import io.faasbatch.experiments.summary.Statistic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Figures of whole runs: along the axis where there is one, else side by side. */
final class FigureSection {

    private static final List<Figure> GENERAL = List.of(
            Figures.latency(Latency.END_TO_END, Statistic.MEAN),
            Figures.latency(Latency.END_TO_END, Statistic.P50),
            Figures.latency(Latency.END_TO_END, Statistic.P99),
            Figures.latency(Latency.UNTIL_SENT, Statistic.MEAN),
            Figures.CONTAINERS,
            Figures.CONTAINER_SECONDS,
            Figures.PEAK_MEMORY,
            Figures.CONTAINER_CPU);

    private final Layout layout;

    FigureSection(Layout layout) {
        this.layout = layout;
    }

    void write(Page page) {
        List<Figure> own = Figures.shown(layout.study().measured());
        if (!own.isEmpty()) {
            page.section("What this experiment measures").text("Medians of the repeats, with their ranges.");
            panels(page, own);
        }
        page.section(layout.axis()
                        .map(factor -> "Sensitivity to the " + words(factor))
                        .orElse("Side by side"))
                .text("Medians of the repeats; the thin bars reach from the lowest to the highest repeat.");
        panels(page, GENERAL);
    }

    private static String words(String factor) {
        return factor.replace('-', ' ');
    }

    private void panels(Page page, List<Figure> figures) {
        for (Panel panel : layout.panels()) {
            if (!panel.title().isEmpty()) {
                page.subsection(panel.title());
            }
            page.charts(figures.stream()
                    .map(figure -> layout.axis().isPresent() ? curves(panel, figure) : bars(panel, figure))
                    .toList());
        }
    }

    private Chart bars(Panel panel, Figure figure) {
        Chart chart = Chart.bars(capitalised(figure), Axis.linear("", figure.unit()));
        for (Configuration configuration : panel.configurations()) {
            chart = chart.with(new Series(layout.name(configuration), List.of(point(0, configuration.spread(figure)))));
        }
        return chart;
    }

    private Chart curves(Panel panel, Figure figure) {
        List<Double> all = panel.configurations().stream()
                .map(configuration -> configuration.spread(figure))
                .flatMap(spread -> Stream.of(spread.least(), spread.most()))
                .toList();
        String unit = layout.steps(panel).stream()
                .findFirst()
                .flatMap(Quantity::of)
                .map(Quantity::unit)
                .orElse("");
        Chart chart = Chart.curves(
                capitalised(figure),
                Axis.linear(words(layout.axis().orElse("")), unit),
                Scales.of("", figure.unit(), all));
        for (Map.Entry<String, List<Configuration>> series :
                layout.bySeries(panel).entrySet()) {
            chart = chart.with(new Series(series.getKey(), points(panel, series.getValue(), figure)));
        }
        return chart;
    }

    private List<Point> points(Panel panel, List<Configuration> series, Figure figure) {
        List<Point> points = new ArrayList<>();
        for (Configuration configuration : series) {
            Spread spread = configuration.spread(figure);
            Optional<Quantity> place = layout.place(configuration);
            if (place.isPresent()) {
                points.add(point(place.orElseThrow().value(), spread));
            } else {
                points.addAll(across(panel, spread.median()));
            }
        }
        return points;
    }

    /** A line across, for what does not depend on the axis. */
    private List<Point> across(Panel panel, double value) {
        List<String> steps = layout.steps(panel);
        return Stream.of(steps.getFirst(), steps.getLast())
                .flatMap(step -> Quantity.of(step).stream())
                .map(quantity -> new Point(quantity.value(), value))
                .toList();
    }

    private static Point point(double x, Spread spread) {
        return spread.values().size() < 2
                ? new Point(x, spread.median())
                : new Point(x, spread.median(), spread.least(), spread.most());
    }

    private static String capitalised(Figure figure) {
        String title = figure.title();
        return title.isEmpty() ? title : Character.toUpperCase(title.charAt(0)) + title.substring(1);
    }
}
