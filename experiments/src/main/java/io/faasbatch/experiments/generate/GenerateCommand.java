package io.faasbatch.experiments.generate;

import io.faasbatch.experiments.command.Arguments;
import io.faasbatch.experiments.command.ExitCode;
import io.faasbatch.experiments.command.UsageException;
import io.faasbatch.experiments.trace.Selection;
import io.faasbatch.experiments.trace.Trace;
import io.faasbatch.experiments.trace.TraceWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Writes a trace of a kind: the same arguments give the same bytes. */
public final class GenerateCommand {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static final Set<String> OPTIONS = Set.of(
            "--rate",
            "--low",
            "--swing",
            "--period",
            "--burst",
            "--calm",
            "--calm-rate",
            "--lengths",
            "--functions",
            "--inputs",
            "--duration",
            "--seed",
            "--out");

    private GenerateCommand() {}

    /** Prints it, or writes it to the file that {@code --out} names. */
    public static ExitCode run(List<String> arguments, PrintStream out) throws UsageException, IOException {
        Arguments given = Arguments.of(arguments, OPTIONS);
        String kind = given.file("kind, one of " + Kinds.NAMES);
        Generator generator = new Generator(
                Kinds.pattern(kind, given),
                Kinds.inputs(given),
                Math.toIntExact(given.number("--functions", 1, 10_000, 1)),
                given.duration("--duration", MINUTE));
        long seed = given.number("--seed", Long.MIN_VALUE, Long.MAX_VALUE, Selection.DEFAULT_SEED);
        Trace trace = generator.generate(kind, seed);
        if (given.text("--out").isEmpty()) {
            TraceWriter.write(trace, out);
            return ExitCode.GOOD;
        }
        Path file = Path.of(given.required("--out"));
        try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            TraceWriter.write(trace, writer);
        }
        out.println(file + ": " + trace.arrivals().size() + " invocations of "
                + trace.functions().size() + " functions");
        return ExitCode.GOOD;
    }
}
