package io.faasbatch.experiments.analyze;

import io.faasbatch.experiments.chart.Axis;
import io.faasbatch.experiments.chart.Cell;
import io.faasbatch.experiments.chart.Chart;
import io.faasbatch.experiments.chart.Grid;
import io.faasbatch.experiments.chart.Page;
import io.faasbatch.experiments.chart.Page.Tile;
import io.faasbatch.experiments.chart.Point;
import io.faasbatch.experiments.chart.Series;
import io.faasbatch.experiments.figures.Distribution;
import io.faasbatch.experiments.figures.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An analysis as a page to look at. Stateless. */
final class AnalysisPage {

    private static final String OF_FUNCTION = "of the same function";

    private AnalysisPage() {}

    static void write(Analysis analysis, AnalysisFigures figures, Path file) throws IOException {
        new Page("Trace " + figures.trace())
                .tiles(tiles(figures.values()))
                .section("Arrivals")
                .wide(perSecond(analysis))
                .charts(List.of(
                        cdf("Inter-arrival times", Axis.logarithmic("time", "ms"))
                                .values("of any function", array(analysis.interArrival()))
                                .values(OF_FUNCTION, array(analysis.interArrivalOfFunction())),
                        cdf("Calls of a function in a minute", Axis.logarithmic("calls", ""))
                                .values("minutes with any", array(analysis.callsAMinute()))))
                .section("What runs at once")
                .charts(List.of(
                        cdf("Concurrency of the same function at an arrival", Axis.linear("invocations", ""))
                                .values("arrivals", array(analysis.concurrency()))
                                .note("Each runs for its recorded duration from its arrival on."),
                        gathered(analysis)))
                .section("Durations and idle time")
                .charts(List.of(
                        cdf("Durations", Axis.logarithmic("time", "ms"))
                                .values("invocations", array(analysis.durations())),
                        cdf("Idle times of functions", Axis.logarithmic("time", "ms"))
                                .values("times without anything running", array(analysis.idle()))))
                .section("Numbers")
                .table(values(figures))
                .table(distributions(figures))
                .write(file);
    }

    private static List<Tile> tiles(Map<String, Double> values) {
        return List.of(
                tile(values, "invocations", "of all functions"),
                tile(values, "functions", "with any"),
                tile(values, "arrivals a second, peak to mean", ""),
                tile(values, "arrivals a second, index of dispersion", "1 for a Poisson process"),
                tile(values, "arrivals that meet another of their function, share", ""));
    }

    private static Tile tile(Map<String, Double> values, String name, String detail) {
        return new Tile(Table.number(values.getOrDefault(name, Double.NaN)), name, detail);
    }

    private static Chart cdf(String title, Axis axis) {
        return Chart.cdf(title, axis);
    }

    private static Chart perSecond(Analysis analysis) {
        List<Point> points = new ArrayList<>();
        List<Integer> counts = analysis.perSecond();
        for (int second = 0; second < counts.size(); second++) {
            points.add(new Point(second, counts.get(second)));
        }
        return Chart.lines("Arrivals a second", Axis.linear("time", "s"), Axis.linear("arrivals", "1/s"))
                .with(new Series("all functions", points));
    }

    private static Chart gathered(Analysis analysis) {
        List<Point> points = new ArrayList<>();
        analysis.gathered().forEach((interval, mean) -> points.add(new Point(interval.toMillis(), mean)));
        return Chart.curves(
                        "What a dispatch interval gathers",
                        Axis.linear("interval", "ms"),
                        Axis.linear("invocations", ""))
                .with(new Series(OF_FUNCTION, points))
                .note("A group gathers from its first arrival on.");
    }

    private static double[] array(Distribution distribution) {
        return distribution.values().stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static Grid values(AnalysisFigures figures) {
        Grid grid = new Grid(List.of("figure", "value"), 1);
        for (Map.Entry<String, Double> value : figures.values().entrySet()) {
            grid = grid.row(List.of(Cell.of(value.getKey()), Cell.of(Table.number(value.getValue()))));
        }
        return grid;
    }

    private static Grid distributions(AnalysisFigures figures) {
        List<String> header = new ArrayList<>(List.of("distribution"));
        header.addAll(AnalysisFigures.columns());
        Grid grid = new Grid(header, 1);
        for (Map.Entry<String, Distribution> distribution :
                figures.distributions().entrySet()) {
            List<Cell> row = new ArrayList<>(List.of(Cell.of(distribution.getKey())));
            AnalysisFigures.numbers(distribution.getValue()).forEach(number -> row.add(Cell.of(Table.number(number))));
            grid = grid.row(row);
        }
        return grid;
    }
}
