package io.faasbatch.experiments.peers;

import io.faasbatch.experiments.api.Gateway;
import io.faasbatch.experiments.command.Arguments;
import io.faasbatch.experiments.command.ExitCode;
import io.faasbatch.experiments.command.Target;
import io.faasbatch.experiments.command.UsageException;
import io.faasbatch.experiments.figures.Distribution;
import io.faasbatch.experiments.figures.Table;
import io.faasbatch.experiments.load.UnpunctualException;
import io.faasbatch.experiments.trace.Trace;
import io.faasbatch.experiments.trace.TraceReader;
import io.faasbatch.experiments.workload.Sample;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/** Runs the workloads that the original system was measured with, under this system's settings as they are, and prints both side by side. */
public final class PeersCommand {

    private static final long DEFAULT_REPEATS = 3;

    private PeersCommand() {}

    /** The system has to run already. */
    public static ExitCode run(List<String> arguments, PrintStream out)
            throws UsageException, IOException, InterruptedException, UnpunctualException {
        Set<String> options = new TreeSet<>(Target.OPTIONS);
        options.add("--repeats");
        Arguments given = Arguments.of(arguments, options);
        Target target = Target.of(given);
        long repeats = given.number("--repeats", 1, 1000, DEFAULT_REPEATS);
        Optional<Trace> bursts = given.files().isEmpty()
                ? Optional.empty()
                : Optional.of(TraceReader.read(Path.of(given.file("trace of bursts"))));
        try (Gateway gateway = target.connect()) {
            Rounds rounds = new Rounds(gateway, target.workerPid(), bursts, out);
            rounds.warmUp();
            rounds.memory(repeats);
            rounds.workloads(repeats);
            print(out, rounds.made(), gateway);
            return rounds.flawless() ? ExitCode.GOOD : ExitCode.FLAWED;
        }
    }

    private static Map<Cell, Double> medians(List<Workloads.Round> rounds) {
        Map<Cell, Double> medians = new EnumMap<>(Cell.class);
        for (Cell cell : Cell.values()) {
            List<Double> values = rounds.stream()
                    .flatMap(round -> Optional.ofNullable(round.figures().get(cell)).stream())
                    .toList();
            medians.put(
                    cell,
                    values.isEmpty() ? Double.NaN : Distribution.of(values).median());
        }
        return medians;
    }

    private static void print(PrintStream out, Map<Sample, List<Workloads.Round>> rounds, Gateway gateway)
            throws IOException, InterruptedException {
        List<String> header = new ArrayList<>(List.of("latencies in ms"));
        Arrays.stream(Cell.values()).map(Cell::title).forEach(header::add);
        Table table = new Table(header);
        rounds.forEach((sample, all) -> {
            Map<Cell, Double> ours = medians(all);
            row(table, title(sample), cell -> ours.getOrDefault(cell, Double.NaN));
        });
        for (Original original : Original.ALL) {
            row(table, "original: " + original.name(), original::figure);
        }
        rounds.forEach((sample, all) -> {
            Map<Cell, Double> ours = medians(all);
            row(
                    table,
                    "original's best / " + title(sample),
                    cell -> Original.best(cell) / ours.getOrDefault(cell, Double.NaN));
        });
        out.println();
        out.println("ours dispatches by " + gateway.dispatch().get("workers"));
        table.print(out);
    }

    private static String title(Sample sample) {
        return sample == Sample.CPU ? "ours, processes" : "ours, threads";
    }

    private static void row(Table table, String name, ToDoubleFunction<Cell> figure) {
        List<String> cells = new ArrayList<>(List.of(name));
        Arrays.stream(Cell.values())
                .map(cell -> Table.number(figure.applyAsDouble(cell)))
                .forEach(cells::add);
        table.row(cells);
    }
}
