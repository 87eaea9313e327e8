package io.faasbatch.experiments.compare;

import io.faasbatch.experiments.api.Gateway;
import io.faasbatch.experiments.command.Arguments;
import io.faasbatch.experiments.command.ExitCode;
import io.faasbatch.experiments.command.OnInterrupt;
import io.faasbatch.experiments.command.PreparedTrace;
import io.faasbatch.experiments.command.Target;
import io.faasbatch.experiments.command.UsageException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Runs a trace through strategies on real containers and prints what each made of it. */
public final class CompareCommand {

    private CompareCommand() {}

    /** The system has to run already. */
    public static ExitCode run(List<String> arguments, PrintStream out)
            throws UsageException, IOException, InterruptedException {
        Set<String> options = new TreeSet<>(Plan.OPTIONS);
        options.addAll(PreparedTrace.OPTIONS);
        options.addAll(Target.OPTIONS);
        options.add("--out");
        Arguments given = Arguments.of(arguments, options);
        Target target = Target.of(given);
        try (Gateway gateway = target.connect()) {
            Plan wished = Plan.of(given, new Speed(gateway, out));
            Plan plan = wished.strategies().isEmpty() ? wished.withStrategies(gateway.strategies()) : wished;
            Comparison comparison = new Comparison(gateway, target.workerPid(), plan, out);
            try (OnInterrupt _ = OnInterrupt.call(comparison::stop)) {
                List<Run> runs = comparison.run();
                ComparisonReport report = new ComparisonReport(plan, runs);
                report.print(out);
                if (given.text("--out").isPresent()) {
                    new ResultFiles(Path.of(given.required("--out"))).write(plan, runs, report.summaries());
                }
                return code(runs);
            }
        }
    }

    private static ExitCode code(List<Run> runs) {
        if (!runs.stream().allMatch(run -> run.result().tally().flawless())) {
            return ExitCode.FLAWED;
        }
        boolean punctual =
                runs.stream().allMatch(run -> run.result().punctuality().kept());
        return punctual ? ExitCode.GOOD : ExitCode.UNPUNCTUAL;
    }
}
