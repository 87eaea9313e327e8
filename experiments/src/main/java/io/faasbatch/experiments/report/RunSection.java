package io.faasbatch.experiments.report;

import io.faasbatch.experiments.chart.Cell;
import io.faasbatch.experiments.chart.Cell.Tone;
import io.faasbatch.experiments.chart.Grid;
import io.faasbatch.experiments.chart.Page;
import io.faasbatch.experiments.figures.Table;
import io.faasbatch.experiments.results.RunRecord;
import io.faasbatch.experiments.results.RunRecord.Account;
import io.faasbatch.experiments.results.RunRecord.Status;
import io.faasbatch.experiments.summary.Study;
import java.util.ArrayList;
import java.util.List;

/** Every run: whether it is reported, what became of its calls, and how well its load was sent. */
final class RunSection {

    private final Study study;

    RunSection(Study study) {
        this.study = study;
    }

    void write(Page page) {
        page.section("Runs");
        refused(page);
        flaws(page);
        Grid grid = new Grid(
                List.of(
                        "run",
                        "started",
                        "status",
                        "sent",
                        "right",
                        "wrong",
                        "failed",
                        "lost",
                        "duplicates",
                        "lateness p50, ms",
                        "p99, ms",
                        "most, ms",
                        "notes"),
                3);
        for (RunRecord run : study.runs()) {
            grid = grid.row(row(run));
        }
        page.folded("All " + study.runs().size() + " runs, in the order in which they were made", grid);
    }

    /** Why a run's figures are not reported. */
    static String reason(RunRecord run) {
        return switch (run.status()) {
            case COMPLETE -> "";
            case PARTIAL -> "stopped by its user after " + run.account().sent() + " calls";
            case UNPUNCTUAL ->
                "the driver did not keep its schedule: 1 of 100 calls was sent more than "
                        + Table.number(run.punctuality().p99Ms()) + " ms late";
        };
    }

    private void refused(Page page) {
        if (study.refused().isEmpty()) {
            page.text("All runs that were made are reported.");
            return;
        }
        Grid grid = new Grid(List.of("not reported", "why"), 2);
        for (RunRecord run : study.refused()) {
            grid = grid.row(List.of(Cell.of(name(run)), Cell.of(reason(run), String.join("; ", run.notes()))));
        }
        page.table(grid);
    }

    private void flaws(Page page) {
        List<RunRecord> flawed = study.runs().stream()
                .filter(run -> run.status() == Status.COMPLETE && !run.account().flawless())
                .toList();
        if (flawed.isEmpty()) {
            page.text("In every reported run each call was answered rightly, by an invocation of its own.");
            return;
        }
        page.warning(
                "In " + flawed.size()
                        + " reported runs not every call was answered rightly. Latencies are those of right answers only, so compare them with care.");
    }

    private String name(RunRecord run) {
        return study.experiment().idOf(run.configuration()) + ", repeat " + run.repeat();
    }

    private List<Cell> row(RunRecord run) {
        Account account = run.account();
        List<Cell> row = new ArrayList<>();
        row.add(Cell.of(name(run)));
        row.add(Cell.of(run.startedAt().toString().substring(0, 19)));
        row.add(Cell.of(run.status() == Status.COMPLETE ? "reported" : "not reported")
                .toned(run.status() == Status.COMPLETE ? Tone.PLAIN : Tone.BAD));
        row.add(Cell.of(Long.toString(account.sent())));
        row.add(Cell.of(Long.toString(account.right())));
        for (long flaw : List.of(account.wrong(), account.failed(), account.lost(), account.duplicates())) {
            row.add(Cell.of(Long.toString(flaw)).toned(flaw == 0 ? Tone.PLAIN : Tone.BAD));
        }
        row.add(Cell.of(Table.number(run.punctuality().p50Ms())));
        row.add(Cell.of(Table.number(run.punctuality().p99Ms())));
        row.add(Cell.of(Table.number(run.punctuality().maxMs())));
        row.add(Cell.of(String.join("; ", run.notes())));
        return row;
    }
}
