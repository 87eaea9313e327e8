package io.faasbatch.experiments.report;

import io.faasbatch.experiments.chart.Axis;
import io.faasbatch.experiments.chart.Chart;
import io.faasbatch.experiments.chart.Page;
import io.faasbatch.experiments.chart.Point;
import io.faasbatch.experiments.chart.Series;
import io.faasbatch.experiments.report.Layout.Panel;
import io.faasbatch.experiments.summary.Configuration;
import io.faasbatch.experiments.summary.Figures;
import io.faasbatch.experiments.summary.Latency;
import io.faasbatch.experiments.summary.Measured;
import io.faasbatch.experiments.summary.Statistic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How latencies are distributed, and what they consist of. */
final class LatencySection {

    private static final String MS = "ms";

    private final Layout layout;
    private final boolean inParts;

    LatencySection(Layout layout) {
        this.layout = layout;
        this.inParts = layout.study().measured().stream().anyMatch(LatencySection::hasParts);
    }

    /** Executions of workflows have none, only their steps do. */
    private static boolean hasParts(Measured run) {
        return Latency.PARTS.stream()
                .flatMapToDouble(part -> Arrays.stream(run.latencies(part)))
                .anyMatch(ms -> ms > 0);
    }

    void write(Page page) {
        String bars = inParts ? "; the bars are means of what the worker measured." : ".";
        page.section("Latency")
                .text("Of right answers, all repeats together. End to end counts from when a call was to be sent"
                        + bars);
        for (Panel panel : layout.panels()) {
            List<Map<String, Chart>> charts = new ArrayList<>(List.of(byStep(panel, this::distributions)));
            if (inParts) {
                charts.add(byStep(panel, this::parts));
            }
            page.choices(layout.axis().orElse(""), charts, layout.usualStep(panel));
        }
    }

    /** Makes a chart of configurations. */
    @FunctionalInterface
    private interface Drawing {

        Chart of(Panel panel, List<Configuration> configurations);
    }

    private Map<String, Chart> byStep(Panel panel, Drawing drawing) {
        Map<String, Chart> charts = new LinkedHashMap<>();
        for (String step : layout.steps(panel)) {
            Chart chart = drawing.of(panel, layout.at(panel, step));
            charts.put(step, chart);
        }
        return charts;
    }

    private Chart distributions(Panel panel, List<Configuration> configurations) {
        Chart chart = Chart.cdf(
                "Share of calls answered within a time" + panel.suffix(), Axis.logarithmic("end-to-end latency", MS));
        for (Configuration configuration : configurations) {
            chart = chart.values(layout.name(configuration), pooled(configuration, Latency.END_TO_END));
        }
        return chart;
    }

    private Chart parts(Panel panel, List<Configuration> configurations) {
        List<String> names = configurations.stream().map(layout::name).toList();
        Chart chart =
                Chart.stacked("The four latencies, mean" + panel.suffix(), names, Axis.linear("mean latency", MS));
        for (Latency latency : Latency.PARTS) {
            List<Point> points = new ArrayList<>();
            for (int i = 0; i < configurations.size(); i++) {
                double mean = configurations
                        .get(i)
                        .spread(Figures.latency(latency, Statistic.MEAN))
                        .median();
                points.add(new Point(i, mean));
            }
            chart = chart.with(new Series(latency.title(), points));
        }
        return chart;
    }

    private static double[] pooled(Configuration configuration, Latency latency) {
        return configuration.runs().stream()
                .map((Measured run) -> run.latencies(latency))
                .flatMapToDouble(Arrays::stream)
                .toArray();
    }
}
