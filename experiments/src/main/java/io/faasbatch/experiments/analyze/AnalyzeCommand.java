package io.faasbatch.experiments.analyze;

import io.faasbatch.experiments.command.Arguments;
import io.faasbatch.experiments.command.ExitCode;
import io.faasbatch.experiments.command.PreparedTrace;
import io.faasbatch.experiments.command.UsageException;
import io.faasbatch.experiments.figures.Table;
import io.faasbatch.experiments.trace.Trace;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Tells what a trace is like: on the console, and with {@code --out} in files. */
public final class AnalyzeCommand {

    private AnalyzeCommand() {}

    public static ExitCode run(List<String> arguments, PrintStream out) throws UsageException, IOException {
        Set<String> options = new TreeSet<>(PreparedTrace.SELECTION_OPTIONS);
        options.add("--out");
        Arguments given = Arguments.of(arguments, options);
        Trace trace = PreparedTrace.selected(given);
        if (trace.arrivals().isEmpty()) {
            throw new UsageException("nothing of " + trace.name() + " is selected");
        }
        Analysis analysis = Analysis.of(trace);
        AnalysisFigures figures = AnalysisFigures.of(analysis);
        print(figures, out);
        if (given.text("--out").isPresent()) {
            Path folder = Files.createDirectories(Path.of(given.required("--out")));
            figures.writeJson(folder.resolve("analysis.json"));
            figures.writeCsv(folder.resolve("analysis.csv"));
            AnalysisPage.write(analysis, figures, folder.resolve("analysis.html"));
            out.println();
            out.println("written to " + folder);
        }
        return ExitCode.GOOD;
    }

    private static void print(AnalysisFigures figures, PrintStream out) {
        Table values = new Table(List.of(figures.trace(), ""));
        figures.values().forEach((name, value) -> values.row(List.of(name, Table.number(value))));
        values.print(out);
        out.println();
        List<String> header = new ArrayList<>(List.of("distribution"));
        header.addAll(AnalysisFigures.columns());
        Table distributions = new Table(header);
        figures.distributions().forEach((name, distribution) -> {
            List<String> row = new ArrayList<>(List.of(name));
            AnalysisFigures.numbers(distribution).forEach(number -> row.add(Table.number(number)));
            distributions.row(row);
        });
        distributions.print(out);
    }
}
