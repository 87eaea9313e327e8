package io.faasbatch.experiments.diff;

import io.faasbatch.experiments.command.Arguments;
import io.faasbatch.experiments.command.ExitCode;
import io.faasbatch.experiments.command.UsageException;
import io.faasbatch.experiments.diff.Finding.Verdict;
import io.faasbatch.experiments.figures.Table;
import io.faasbatch.experiments.summary.Interval;
import io.faasbatch.experiments.summary.Study;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Sets two results side by side; ends with {@link ExitCode#REGRESSION} when the second is worse beyond the noise. */
public final class DiffCommand {

    private static final String NOISE = "--noise";
    private static final double USUAL_NOISE = 0.1;

    private DiffCommand() {}

    public static ExitCode run(List<String> arguments, PrintStream out) throws UsageException, IOException {
        Arguments given = Arguments.of(arguments, Set.of(NOISE));
        if (given.files().size() != 2) {
            throw new UsageException("name two folders of results, the earlier first, not "
                    + given.files().size());
        }
        double noise = given.factor(NOISE, USUAL_NOISE);
        Study before = Study.read(Path.of(given.files().getFirst()));
        Study after = Study.read(Path.of(given.files().getLast()));
        Difference difference = Difference.of(before, after, noise);
        if (difference.findings().isEmpty()) {
            throw new UsageException("the two have no configuration in common whose figures may be reported");
        }
        machines(before, after, out);
        print(difference, out);
        return conclude(difference, noise, out);
    }

    private static void machines(Study before, Study after, PrintStream out) {
        if (!before.experiment().machine().equals(after.experiment().machine())) {
            out.println("Not the same machine: " + before.experiment().machine() + " before, "
                    + after.experiment().machine() + " now. What differs may be the machines.");
        }
        if (!before.experiment().parameters().equals(after.experiment().parameters())) {
            out.println("Not the same parameters: what differs may be the load.");
        }
    }

    private static void print(Difference difference, PrintStream out) {
        Table table = new Table(
                List.of("configuration", "figure", "before", "now", "times worse", "95 % interval", "verdict"));
        for (Finding finding : difference.findings()) {
            table.row(List.of(
                    finding.after().id(),
                    finding.figure().toString(),
                    Table.number(finding.before().spread(finding.figure()).median()),
                    Table.number(finding.after().spread(finding.figure()).median()),
                    Table.number(finding.times().value()),
                    limits(finding.times()),
                    finding.verdict().toString()));
        }
        table.print(out);
        if (!difference.onlyBefore().isEmpty()) {
            out.println("Only before: " + String.join(", ", difference.onlyBefore()));
        }
        if (!difference.onlyAfter().isEmpty()) {
            out.println("Only now: " + String.join(", ", difference.onlyAfter()));
        }
    }

    private static String limits(Interval interval) {
        return interval.known() ? Table.number(interval.low()) + " to " + Table.number(interval.high()) : "-";
    }

    private static ExitCode conclude(Difference difference, double noise, PrintStream out) {
        difference.flaws().forEach(flaw -> out.println("REGRESSION of " + flaw));
        for (Finding finding : difference.regressions()) {
            out.println("REGRESSION of " + finding.after().id() + ": "
                    + finding.figure().title() + " is "
                    + Table.number(finding.times().value()) + " times worse (" + limits(finding.times()) + ")");
        }
        if (!difference.flaws().isEmpty() || !difference.regressions().isEmpty()) {
            return ExitCode.REGRESSION;
        }
        long unsure = difference.findings().stream()
                .filter(finding -> finding.verdict() == Verdict.UNSURE)
                .count();
        out.println("No regression beyond " + Table.number(100 * noise) + " % in "
                + difference.findings().size() + " figures; " + unsure
                + " differ by more, but not surely so: more repeats would tell.");
        return ExitCode.GOOD;
    }
}
