package io.faasbatch.experiments.report;

import io.faasbatch.experiments.chart.Cell;
import io.faasbatch.experiments.chart.Cell.Tone;
import io.faasbatch.experiments.chart.Grid;
import io.faasbatch.experiments.chart.Page;
import io.faasbatch.experiments.figures.Table;
import java.util.ArrayList;
import java.util.List;

/** The paper's ratios beside ours. */
final class PaperSection {

    private final List<PaperComparison.Line> lines;

    PaperSection(PaperComparison comparison) {
        lines = comparison.lines();
    }

    void write(Page page) {
        if (lines.isEmpty()) {
            return;
        }
        page.section("Beside the paper")
                .text(
                        "How many times as much the other strategies need as FaaSBatch, mean over the intervals. Theirs: "
                                + PaperNumbers.SOURCE
                                + ". They are of another machine (32 cores), a heavier load, and a system in Python; their latencies end at the worker, and their memory and CPU are those of"
                                + " the whole machine. Ours end at the client, and count containers only. Both use their own implementation of each strategy.");
        List<String> header = new ArrayList<>(List.of("kind", "over FaaSBatch", "whose"));
        PaperNumbers.FIGURES.forEach(figure -> header.add(figure.title()));
        Grid grid = new Grid(header, 3);
        for (PaperComparison.Line line : lines) {
            grid = grid.row(ours(line)).row(theirs(line));
        }
        page.table(grid);
    }

    private static List<Cell> ours(PaperComparison.Line line) {
        List<Cell> row = labels(line);
        row.add(Cell.of("ours", line.intervals() + (line.intervals() == 1 ? " interval" : " intervals")));
        line.ours().forEach(ratio -> row.add(Cell.of(Names.ratio(ratio), Names.limits(ratio))));
        return row;
    }

    private static List<Cell> theirs(PaperComparison.Line line) {
        List<Cell> row = labels(line);
        row.add(Cell.of("the paper's", "8 intervals").toned(Tone.FAINT));
        line.theirs()
                .ratios()
                .forEach(ratio -> row.add(Cell.of(Table.number(ratio) + "×").toned(Tone.FAINT)));
        return row;
    }

    private static List<Cell> labels(PaperComparison.Line line) {
        return new ArrayList<>(List.of(
                Cell.of(line.theirs().kind()), Cell.of(Names.of(line.theirs().strategy()))));
    }
}
