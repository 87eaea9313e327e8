package io.faasbatch.experiments.report;

import io.faasbatch.experiments.chart.Axis;
import io.faasbatch.experiments.chart.Chart;
import io.faasbatch.experiments.chart.Page;
import io.faasbatch.experiments.chart.Point;
import io.faasbatch.experiments.chart.Series;
import io.faasbatch.experiments.report.Layout.Panel;
import io.faasbatch.experiments.results.SampleRow;
import io.faasbatch.experiments.summary.Configuration;
import io.faasbatch.experiments.summary.Measured;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** What the running system used, over the time of the load. */
final class TimeSection {

    private static final double MIB = 1 << 20;
    private static final double MILLIS = 1000;
    /** Samples of repeats that are as close as this count as of the same time. */
    private static final double STEP_MS = 500;

    private final Layout layout;

    TimeSection(Layout layout) {
        this.layout = layout;
    }

    void write(Page page) {
        if (layout.study().measured().stream().allMatch(run -> run.samples().isEmpty())) {
            return;
        }
        page.section("Over time").text("Sampled twice a second; the mean of the repeats.");
        for (Panel panel : layout.panels()) {
            String step = layout.usualStep(panel);
            String where = panel.title();
            if (!step.isEmpty()) {
                where = (where.isEmpty() ? "" : where + ", ") + layout.axis().orElse("") + " " + step;
            }
            if (!where.isEmpty()) {
                page.subsection(where);
            }
            page.charts(charts(layout.at(panel, step)));
        }
    }

    private List<Chart> charts(List<Configuration> configurations) {
        boolean pss = configurations.stream()
                .flatMap(configuration -> configuration.runs().stream())
                .flatMap(run -> run.samples().stream())
                .anyMatch(sample -> Double.isFinite(sample.containerPss()));
        return List.of(
                chart(configurations, "Containers alive", Axis.linear("containers", ""), SampleRow::containers),
                chart(
                        configurations,
                        "Memory of the containers",
                        Axis.linear(pss ? "memory (PSS)" : "memory (RSS)", "MiB"),
                        sample -> (pss ? sample.containerPss() : sample.containerRss()) / MIB),
                chart(configurations, "CPU of the containers", Axis.linear("CPU", "cores"), SampleRow::containerCpu),
                chart(configurations, "CPU of the worker", Axis.linear("CPU", "cores"), SampleRow::workerCpu),
                chart(
                        configurations,
                        "Invocations that wait for a container",
                        Axis.linear("invocations", ""),
                        SampleRow::queueLength),
                chart(
                        configurations,
                        "Invocations sent and not answered",
                        Axis.linear("invocations", ""),
                        SampleRow::inFlight));
    }

    private Chart chart(List<Configuration> configurations, String title, Axis y, ToDoubleFunction<SampleRow> value) {
        Chart chart = Chart.lines(title, Axis.linear("time", "s"), y);
        for (Configuration configuration : configurations) {
            chart = chart.with(new Series(layout.name(configuration), means(configuration.runs(), value)));
        }
        return chart;
    }

    private static List<Point> means(List<Measured> runs, ToDoubleFunction<SampleRow> value) {
        TreeMap<Long, List<Double>> steps = new TreeMap<>();
        for (Measured run : runs) {
            for (SampleRow sample : run.samples()) {
                double seen = value.applyAsDouble(sample);
                if (Double.isFinite(seen)) {
                    steps.computeIfAbsent(Math.round(sample.at() / STEP_MS), _ -> new ArrayList<>())
                            .add(seen);
                }
            }
        }
        return steps.entrySet().stream()
                .map(step -> new Point(step.getKey() * STEP_MS / MILLIS, mean(step.getValue())))
                .toList();
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }
}
