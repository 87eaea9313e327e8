package io.faasbatch.experiments.suite;

import io.faasbatch.experiments.command.Arguments;
import io.faasbatch.experiments.command.ExitCode;
import io.faasbatch.experiments.command.OnInterrupt;
import io.faasbatch.experiments.command.UsageException;
import io.faasbatch.experiments.experiment.Experiment;
import io.faasbatch.experiments.experiment.Parameters;
import io.faasbatch.experiments.experiment.Runner;
import io.faasbatch.experiments.experiment.Stopping;
import io.faasbatch.experiments.report.Report;
import io.faasbatch.experiments.results.ExperimentRecord;
import io.faasbatch.experiments.results.ResultFolder;
import io.faasbatch.experiments.results.StoredRun;
import io.faasbatch.experiments.system.Installation;
import io.faasbatch.experiments.system.Machine;
import io.faasbatch.experiments.system.SystemUnderTest;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Runs an experiment that a YAML file describes, from its beginning or where it was stopped. */
public final class SuiteCommand {

    private static final String QUICK = "--quick";
    private static final String RESUME = "--resume";
    private static final String RESULTS = "--results";
    private static final Set<String> OPTIONS =
            Set.of(RESUME, RESULTS, "--out", "--command", "--gateway-jar", "--home", "--port");

    private static final DateTimeFormatter FOLDER_NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private SuiteCommand() {}

    /** Starts the system itself, as often as its configurations need it to be started. */
    public static ExitCode run(List<String> arguments, PrintStream out) throws UsageException, IOException {
        List<String> words = new ArrayList<>(arguments);
        boolean quick = words.remove(QUICK);
        Path file = Path.of(words.stream()
                .filter(word -> word.endsWith(".yaml"))
                .findFirst()
                .orElseThrow(() -> new UsageException("name the YAML file of an experiment")));
        Parameters parameters = Parameters.read(file, quick);
        Set<String> known = new TreeSet<>(OPTIONS);
        parameters.names().forEach(name -> known.add("--" + name));
        Arguments given = Arguments.of(words, known);
        given.file("YAML file of an experiment");
        for (String name : parameters.names()) {
            Optional<String> text = given.text("--" + name);
            if (text.isPresent()) {
                parameters.override(name, text.get());
            }
        }
        return run(parameters, given, out);
    }

    private static ExitCode run(Parameters parameters, Arguments given, PrintStream out)
            throws UsageException, IOException {
        Experiment experiment = Catalogue.of(parameters);
        int repeats = parameters.number("repeats", 1, 1000);
        ExperimentRecord record = record(parameters, experiment, repeats, given);
        parameters.refuseUnread();
        ResultFolder folder = folder(record, given);
        out.println(record.title());
        out.println("  results: " + folder.path());
        Stopping stopping = new Stopping();
        try (OnInterrupt _ = OnInterrupt.call(stopping::wish);
                SystemUnderTest system = new SystemUnderTest(installation(given))) {
            Runner runner = new Runner(experiment, folder, system, out, Clock.systemUTC(), stopping);
            boolean done = runner.run(repeats);
            experiment.derive(folder);
            experiment.print(folder, out);
            if (!folder.runs().isEmpty()) {
                out.println("  report: " + Report.write(folder.path()));
            }
            if (!done) {
                out.println("stopped; go on with the same options and " + RESUME + " " + folder.path());
                return ExitCode.FLAWED;
            }
        }
        return flawless(folder) ? ExitCode.GOOD : ExitCode.FLAWED;
    }

    private static Installation installation(Arguments given) throws UsageException {
        return new Installation(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                Path.of(given.required("--gateway-jar")),
                Path.of(given.required("--home")),
                Math.toIntExact(given.number("--port", 1, 65535, 7209)));
    }

    private static ResultFolder folder(ExperimentRecord record, Arguments given) throws UsageException, IOException {
        Optional<String> resumed = given.text(RESUME);
        if (resumed.isPresent()) {
            ResultFolder folder = ResultFolder.open(Path.of(resumed.get()));
            ExperimentRecord before = folder.experiment();
            if (!before.parameters().equals(record.parameters())) {
                throw new UsageException(resumed.get() + " was begun with other parameters: "
                        + differing(before, record) + "; its command was " + before.command());
            }
            return folder;
        }
        Path path = given.text("--out")
                .map(Path::of)
                .orElse(Path.of(given.text(RESULTS).orElse("results"))
                        .resolve(record.experiment())
                        .resolve(FOLDER_NAME.format(record.startedAt())));
        return ResultFolder.create(path, record);
    }

    private static String differing(ExperimentRecord before, ExperimentRecord now) {
        Set<String> names = new TreeSet<>(before.parameters().keySet());
        names.addAll(now.parameters().keySet());
        return names.stream()
                .filter(name -> !Objects.equals(
                        before.parameters().get(name), now.parameters().get(name)))
                .map(name -> name
                        + (before.parameters().containsKey(name)
                                ? "=" + before.parameters().get(name)
                                : " not given"))
                .collect(Collectors.joining(", "));
    }

    private static ExperimentRecord record(Parameters parameters, Experiment experiment, int repeats, Arguments given)
            throws UsageException, IOException {
        return new ExperimentRecord(
                parameters.text("experiment"),
                parameters.text("title"),
                given.text("--command").orElse(""),
                Instant.now(),
                Optional.empty(),
                parameters.number("seed", 0, Integer.MAX_VALUE),
                parameters.values(),
                experiment.factors(),
                experiment.baseline(),
                repeats,
                new ExperimentRecord.Machine(
                        Machine.host(),
                        Machine.cores(),
                        Machine.cpuModel(),
                        Machine.memoryBytes().orElse(0),
                        Machine.kernel(),
                        Machine.os()),
                versions(given));
    }

    private static ExperimentRecord.Versions versions(Arguments given) throws UsageException {
        Path jar = Path.of(given.required("--gateway-jar"));
        String name = String.valueOf(jar.getFileName());
        return new ExperimentRecord.Versions(
                name.replaceFirst("^gateway-", "").replaceFirst("-exec\\.jar$", ""),
                Machine.answerOf(
                        "git", "-C", String.valueOf(jar.toAbsolutePath().getParent()), "rev-parse", "HEAD"),
                Runtime.version().toString(),
                Machine.answerOf("docker", "version", "--format", "{{.Server.Version}}")
                        .orElse(""),
                Machine.answerOf("redis-server", "--version").orElse(""));
    }

    private static boolean flawless(ResultFolder folder) throws IOException {
        for (StoredRun run : folder.runs()) {
            if (!run.read().account().flawless()) {
                return false;
            }
        }
        return true;
    }
}
