package io.faasbatch.experiments.compare;

import io.faasbatch.experiments.figures.Table;
import io.faasbatch.experiments.load.Latency;
import io.faasbatch.experiments.workload.Sample;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The figures of all strategies, side by side: of runs that count, and, marked, of late ones where a strategy has no other. */
final class ComparisonReport {

    private static final List<String> STATISTICS = List.of("p50", "p90", "p99", "mean");
    private static final List<String> RESOURCES = List.of(
            "containers",
            "containerSeconds",
            "peakMemoryMiB",
            "meanMemoryMiB",
            "cpuSeconds",
            "workerCpuSeconds",
            "workerPeakMemoryMiB");
    private static final List<String> ACCOUNT =
            List.of("sent", "failed", "wrong", "lost", "duplicates", "p99LatenessMs");

    private final Plan plan;
    private final List<Summary> summaries;
    private final List<Run> late;

    ComparisonReport(Plan plan, List<Run> runs) {
        this.plan = plan;
        this.summaries = plan.strategies().stream()
                .map(strategy -> summary(
                        strategy,
                        runs.stream()
                                .filter(run -> run.strategy().equals(strategy))
                                .toList()))
                .toList();
        this.late = runs.stream().filter(Run::late).toList();
    }

    private static Summary summary(String strategy, List<Run> runs) {
        List<Run> counting = runs.stream().filter(Run::counts).toList();
        List<Run> late = runs.stream().filter(Run::late).toList();
        boolean onlyLate = counting.isEmpty() && !late.isEmpty();
        return Summary.of(strategy, onlyLate, onlyLate ? late : counting);
    }

    List<Summary> summaries() {
        return summaries;
    }

    void print(PrintStream out) {
        out.printf(
                Locale.ROOT,
                "%n%s: %d invocations of %d functions in %.1f s, %s, inputs %d steps down, interval %d ms, %d repeat(s)%n",
                plan.trace().name(),
                plan.trace().arrivals().size(),
                plan.trace().functions().size(),
                plan.trace().span().toMillis() / 1000.0,
                kinds(),
                plan.steps(),
                plan.interval().toMillis(),
                plan.repeats());
        latencies(out);
        figures(out, "resources", RESOURCES);
        figures(out, "account", ACCOUNT);
        late.forEach(run -> out.printf(
                Locale.ROOT,
                "%n%s %s, repeat %d: %s; is the machine busy with something else?%n",
                isShown(run) ? Summary.LATE_MARK : "not in the tables:",
                run.strategy(),
                run.repeat() + 1,
                run.result().punctuality()));
    }

    /** Of functions: the one that was asked for, and where it has another in its place. */
    private String kinds() {
        Map<Sample, List<String>> others = plan.strategies().stream()
                .filter(strategy -> plan.sample().under(strategy) != plan.sample())
                .collect(Collectors.groupingBy(strategy -> plan.sample().under(strategy)));
        return plan.sample()
                + others.entrySet().stream()
                        .map(other -> " (" + other.getKey() + " under " + String.join(", ", other.getValue()) + ")")
                        .collect(Collectors.joining());
    }

    private boolean isShown(Run run) {
        return summaries.stream()
                .anyMatch(summary -> summary.late() && summary.strategy().equals(run.strategy()));
    }

    private void latencies(PrintStream out) {
        List<String> names = new ArrayList<>(List.of("endToEnd"));
        for (Latency latency : Latency.values()) {
            names.add(latency.field());
        }
        for (String name : names) {
            List<String> columns =
                    STATISTICS.stream().map(statistic -> name + "." + statistic).toList();
            table(out, name + ", ms", STATISTICS, columns);
        }
    }

    private void figures(PrintStream out, String title, List<String> names) {
        table(out, title, names, names);
    }

    private void table(PrintStream out, String title, List<String> header, List<String> names) {
        List<String> first = new ArrayList<>(List.of(title));
        first.addAll(header);
        Table table = new Table(first);
        for (Summary summary : summaries) {
            List<String> cells = new ArrayList<>(List.of(summary.title()));
            names.forEach(name -> cells.add(Table.number(summary.figure(name))));
            table.row(cells);
        }
        out.println();
        table.print(out);
    }
}
