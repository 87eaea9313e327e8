package io.faasbatch.experiments.recommend;

import io.faasbatch.experiments.api.Gateway;
import io.faasbatch.experiments.command.Arguments;
import io.faasbatch.experiments.command.ExitCode;
import io.faasbatch.experiments.command.UsageException;
import io.faasbatch.experiments.figures.Table;
import io.faasbatch.experiments.recommend.Candidate.Verdict;
import io.faasbatch.experiments.summary.Figures;
import io.faasbatch.experiments.summary.Interval;
import io.faasbatch.experiments.summary.Study;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Recommends a strategy and an interval: of those that were measured, or a change to those of a running system. */
public final class RecommendCommand {

    private static final String LIVE = "--live";
    private static final String FOR = "--for";
    private static final Duration USUAL_LOOK = Duration.ofSeconds(60);
    private static final String KEY_VARIABLE = "FAASBATCH_API_KEY";

    private RecommendCommand() {}

    public static ExitCode run(List<String> arguments, PrintStream out)
            throws UsageException, IOException, InterruptedException {
        Set<String> options = new TreeSet<>(Target.OPTIONS);
        options.add(LIVE);
        options.add(FOR);
        Arguments given = Arguments.of(arguments, options);
        Target target = Target.of(given);
        return given.text(LIVE).isPresent() ? live(given, target, out) : recorded(given, target, out);
    }

    private static ExitCode recorded(Arguments given, Target target, PrintStream out)
            throws UsageException, IOException {
        Study study = Study.read(Path.of(given.file("folder of results")));
        if (study.configurations().isEmpty()) {
            throw new UsageException("there is no run whose figures may be reported");
        }
        out.println("Asked for: " + target + ", at the least container-seconds.");
        boolean all = true;
        for (Recommendation recommendation : Recommendation.of(study, target)) {
            print(recommendation, target, out);
            all &= recommendation.choice().isPresent();
        }
        out.println(
                "\nThis is what was measured on " + study.experiment().machine().host()
                        + " with the load of this experiment; another load or machine may need another choice.");
        return all ? ExitCode.GOOD : ExitCode.NONE_MEETS;
    }

    private static void print(Recommendation recommendation, Target target, PrintStream out) {
        out.println();
        if (!recommendation.load().isEmpty()) {
            out.println(recommendation.load() + ":\n");
        }
        Table table = new Table(List.of(
                "configuration",
                "in time, %",
                "95 % interval",
                "container-s per 1000 calls",
                "peak MiB",
                "calls",
                "verdict"));
        for (Candidate candidate : recommendation.candidates()) {
            table.row(List.of(
                    candidate.configuration().id(),
                    percent(candidate.share().value()),
                    limits(candidate.share()),
                    Table.number(candidate.cost()),
                    Table.number(candidate
                            .configuration()
                            .spread(Figures.PEAK_MEMORY)
                            .median()),
                    Long.toString(candidate.calls()),
                    candidate.verdict().toString()));
        }
        table.print(out);
        out.println();
        out.println(recommendation
                .choice()
                .map(choice -> why(choice, recommendation))
                .orElseGet(() -> whyNone(recommendation, target)));
    }

    private static String why(Candidate choice, Recommendation recommendation) {
        String text = "Recommended: " + choice.configuration().id() + ". It " + choice.verdict() + " with "
                + percent(choice.share().value()) + " % in time";
        if (choice.verdict() == Verdict.PROBABLY) {
            text += ", but the repeats differ too much to be sure (" + limits(choice.share())
                    + "); none does surely. More repeats would tell";
        }
        Optional<Candidate> next = recommendation.candidates().stream()
                .filter(candidate -> !candidate.equals(choice) && candidate.verdict() == choice.verdict())
                .findFirst();
        return text + ", and needs " + Table.number(choice.cost()) + " container-seconds per 1000 calls"
                + next.map(other -> "; the next that does, "
                                + other.configuration().id() + ", needs " + Table.number(other.cost()) + ".")
                        .orElse(".");
    }

    private static String whyNone(Recommendation recommendation, Target target) {
        if (recommendation.candidates().stream().anyMatch(candidate -> candidate.verdict() == Verdict.THIN)) {
            return "No recommendation: to tell about " + target.percentile() + " % it takes at least "
                    + target.leastCalls() + " calls of a configuration.";
        }
        if (recommendation.candidates().stream().anyMatch(candidate -> candidate.verdict() != Verdict.MISSES)) {
            return "No recommendation: container-seconds were not measured.";
        }
        return "No recommendation: none meets the target. "
                + recommendation
                        .nearest()
                        .map(near -> near.configuration().id() + " comes nearest, with "
                                + percent(near.share().value()) + " % in time.")
                        .orElse("");
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f", 100 * share);
    }

    private static String limits(Interval share) {
        return share.known() ? percent(share.low()) + " to " + percent(share.high()) : "-";
    }

    private static ExitCode live(Arguments given, Target target, PrintStream out)
            throws UsageException, IOException, InterruptedException {
        String key = System.getenv().getOrDefault(KEY_VARIABLE, "");
        try (Gateway gateway = new Gateway(given.uri(LIVE), key)) {
            Duration look = given.duration(FOR, USUAL_LOOK);
            out.println("Asked for: " + target + ". Watching for " + look.toSeconds() + " s.");
            Scrape before = Scrape.of(gateway.metrics());
            Thread.sleep(look);
            Scrape after = Scrape.of(gateway.metrics());
            Advice advice = Advice.of(after.since(before), Dispatching.of(gateway.dispatch()), target);
            advice.lines().forEach(out::println);
            return advice.met() ? ExitCode.GOOD : ExitCode.NONE_MEETS;
        }
    }
}
