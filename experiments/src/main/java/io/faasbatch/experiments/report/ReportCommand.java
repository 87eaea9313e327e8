package io.faasbatch.experiments.report;

import io.faasbatch.experiments.command.Arguments;
import io.faasbatch.experiments.command.ExitCode;
import io.faasbatch.experiments.command.UsageException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Makes the report of a folder of results. */
public final class ReportCommand {

    private ReportCommand() {}

    public static ExitCode run(List<String> arguments, PrintStream out) throws UsageException, IOException {
        Arguments given = Arguments.of(arguments, Set.of());
        out.println(Report.write(Path.of(given.file("folder of results"))));
        return ExitCode.GOOD;
    }
}
