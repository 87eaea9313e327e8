package io.faasbatch.experiments;

import io.faasbatch.experiments.accuracy.AccuracyCommand;
import io.faasbatch.experiments.analyze.AnalyzeCommand;
import io.faasbatch.experiments.command.ExitCode;
import io.faasbatch.experiments.command.UsageException;
import io.faasbatch.experiments.compare.CompareCommand;
import io.faasbatch.experiments.diff.DiffCommand;
import io.faasbatch.experiments.experiment.MalformedExperimentException;
import io.faasbatch.experiments.generate.GenerateCommand;
import io.faasbatch.experiments.load.UnpunctualException;
import io.faasbatch.experiments.peers.PeersCommand;
import io.faasbatch.experiments.recommend.RecommendCommand;
import io.faasbatch.experiments.report.ReportCommand;
import io.faasbatch.experiments.results.MalformedResultException;
import io.faasbatch.experiments.simulate.SimulateCommand;
import io.faasbatch.experiments.suite.SuiteCommand;
import io.faasbatch.experiments.trace.MalformedTraceException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Runs one experiment and prints its tables. */
public final class Experiments {

    private static final Map<String, Command> COMMANDS = new TreeMap<>(Map.ofEntries(
            Map.entry("analyze", AnalyzeCommand::run),
            Map.entry("compare", CompareCommand::run),
            Map.entry("diff", DiffCommand::run),
            Map.entry("driver-accuracy", AccuracyCommand::run),
            Map.entry("experiment", SuiteCommand::run),
            Map.entry("generate", GenerateCommand::run),
            Map.entry("peers", PeersCommand::run),
            Map.entry("recommend", RecommendCommand::run),
            Map.entry("report", ReportCommand::run),
            Map.entry("simulate", SimulateCommand::run)));

    private Experiments() {}

    /** One experiment. */
    @FunctionalInterface
    private interface Command {

        ExitCode run(List<String> arguments, PrintStream out)
                throws UsageException, IOException, InterruptedException, UnpunctualException;
    }

    /** The first argument names the experiment, the others belong to it. Exit codes are those of {@link ExitCode}. */
    public static void main(String[] args) throws InterruptedException {
        System.exit(run(List.of(args), System.out, System.err).code());
    }

    static ExitCode run(List<String> arguments, PrintStream out, PrintStream err) throws InterruptedException {
        Command command = arguments.isEmpty() ? null : COMMANDS.get(arguments.getFirst());
        if (command == null) {
            err.println("name an experiment: " + String.join(", ", COMMANDS.keySet()));
            return ExitCode.USAGE;
        }
        try {
            return command.run(arguments.subList(1, arguments.size()), out);
        } catch (UsageException | MalformedTraceException | MalformedExperimentException | MalformedResultException e) {
            err.println(e.getMessage());
            return ExitCode.USAGE;
        } catch (FileSystemException e) {
            err.println(fault(e));
            return ExitCode.USAGE;
        } catch (IOException e) {
            String why = Objects.requireNonNullElse(e.getMessage(), e.toString());
            err.println("the system under measurement does not do what it is asked for: " + why);
            return ExitCode.NO_SYSTEM;
        } catch (UnpunctualException e) {
            err.println("nothing is reported: " + e.getMessage());
            return ExitCode.UNPUNCTUAL;
        }
    }

    /** The message of such an exception without a reason is the name of the file and no more. */
    private static String fault(FileSystemException fault) {
        if (fault.getReason() != null) {
            return fault.getFile() + ": " + fault.getReason();
        }
        return switch (fault) {
            case NoSuchFileException _ -> "there is no file " + fault.getFile();
            case AccessDeniedException _ -> "the file " + fault.getFile() + " may not be read or written";
            default -> fault.toString();
        };
    }
}
