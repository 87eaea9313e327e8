package io.faasbatch.experiments.accuracy;

import io.faasbatch.experiments.api.Gateway;
import io.faasbatch.experiments.command.Arguments;
import io.faasbatch.experiments.command.ExitCode;
import io.faasbatch.experiments.command.UsageException;
import io.faasbatch.experiments.figures.Distribution;
import io.faasbatch.experiments.figures.Table;
import io.faasbatch.experiments.load.Answer;
import io.faasbatch.experiments.load.Call;
import io.faasbatch.experiments.load.LoadDriver;
import io.faasbatch.experiments.load.LoadResult;
import io.faasbatch.experiments.load.Outcome;
import io.faasbatch.experiments.load.ProgressBar;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** Sends a load to a server in another process that answers at once, and tells how late each call was. */
public final class AccuracyCommand {

    /** What is promised: 99 of 100 calls are sent no later than this. */
    private static final Duration PROMISE = Duration.ofMillis(5);

    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final List<Double> SHARES = List.of(0.5, 0.9, 0.99, 0.999, 1.0);

    private final PrintStream out;
    private final int rate;
    private final Duration length;
    private final boolean poisson;

    private AccuracyCommand(PrintStream out, int rate, Duration length, boolean poisson) {
        this.out = out;
        this.rate = rate;
        this.length = length;
        this.poisson = poisson;
    }

    /** @return {@link ExitCode#UNPUNCTUAL} when the promise is not kept */
    public static ExitCode run(List<String> arguments, PrintStream out)
            throws UsageException, IOException, InterruptedException {
        Arguments given = Arguments.of(arguments, Set.of("--rate", "--duration", "--arrivals"));
        String arrivals = given.text("--arrivals").orElse("poisson");
        if (!Set.of("poisson", "even").contains(arrivals)) {
            throw new UsageException("--arrivals must be poisson or even, not " + arrivals);
        }
        return new AccuracyCommand(
                        out,
                        Math.toIntExact(given.number("--rate", 1, 100_000, 500)),
                        given.duration("--duration", Duration.ofSeconds(20)),
                        arrivals.equals("poisson"))
                .measure();
    }

    private ExitCode measure() throws IOException, InterruptedException {
        Process server = startServer();
        try (BufferedReader told =
                        new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
                Gateway gateway = new Gateway(URI.create("http://127.0.0.1:" + told.readLine()), "none")) {
            LoadDriver driver = new LoadDriver(gateway, ProgressBar.on(out));
            driver.warmUp(calls(WARM_UP, 1));
            LoadResult result = driver.onSchedule(calls(length, 2));
            print(result);
            boolean kept = result.punctuality().p99().compareTo(PROMISE) < 0;
            out.printf(
                    "%s: p99 of the lateness is %s %d ms%n",
                    kept ? "kept" : "NOT KEPT", kept ? "below" : "not below", PROMISE.toMillis());
            return kept && result.tally().flawless() ? ExitCode.GOOD : ExitCode.UNPUNCTUAL;
        } finally {
            server.destroy();
        }
    }

    /** With the same Java and the same classes; it ends with this program. */
    private static Process startServer() throws IOException {
        String java = ProcessHandle.current().info().command().orElse("java");
        return new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"), InstantServer.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private List<Call> calls(Duration span, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Call> calls = new ArrayList<>();
        double second = 0;
        while (second < span.toNanos() / NANOS_PER_SECOND) {
            calls.add(new Call(Duration.ofNanos(Math.round(second * NANOS_PER_SECOND)), "any", "{}", _ -> true));
            second += (poisson ? -Math.log(1 - random.nextDouble()) : 1) / rate;
        }
        return calls;
    }

    private void print(LoadResult result) {
        Map<String, Distribution> rows = Map.of(
                "1 written, after it was due", lateness(result),
                "2 at the server, after it was due", arrival(result),
                "3 answered, after it was due", result.endToEnd());
        Table table = new Table(List.of("ms", "p50", "p90", "p99", "p99.9", "max"));
        rows.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(row -> {
            List<String> cells = new ArrayList<>(List.of(row.getKey().substring(2)));
            SHARES.forEach(share -> cells.add(Table.number(row.getValue().percentile(share))));
            table.row(cells);
        });
        out.printf(
                Locale.ROOT,
                "%d calls a second, %s, %.0f s, %d cores: %s%n%n",
                rate,
                poisson ? "Poisson" : "evenly",
                length.toMillis() / 1000.0,
                Runtime.getRuntime().availableProcessors(),
                result.tally());
        table.print(out);
    }

    private static Distribution lateness(LoadResult result) {
        return Distribution.ofDurations(
                result.outcomes().stream().map(Outcome::lateness).toList());
    }

    /** The two programs read the same clock. */
    private static Distribution arrival(LoadResult result) {
        List<Double> millis = new ArrayList<>();
        for (Outcome outcome : result.outcomes()) {
            long due = result.start() + outcome.call().offset().toNanos();
            outcome.answer()
                    .map(Answer::output)
                    .ifPresent(output -> millis.add((output.at("/arrived").asLong() - due) / NANOS_PER_MILLI));
        }
        return Distribution.of(millis);
    }
}
