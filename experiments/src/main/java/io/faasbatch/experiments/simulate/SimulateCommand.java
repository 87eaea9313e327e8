package io.faasbatch.experiments.simulate;

import io.faasbatch.experiments.command.Arguments;
import io.faasbatch.experiments.command.ExitCode;
import io.faasbatch.experiments.command.PreparedTrace;
import io.faasbatch.experiments.command.UsageException;
import io.faasbatch.experiments.figures.Table;
import io.faasbatch.grouping.Strategies;
import io.faasbatch.grouping.keepalive.KeepAlives;
import io.faasbatch.grouping.simulation.Outcome;
import io.faasbatch.grouping.simulation.Served;
import io.faasbatch.grouping.simulation.Setting;
import io.faasbatch.grouping.simulation.Simulation;
import io.faasbatch.grouping.simulation.Worker;
import io.faasbatch.grouping.simulation.Workload;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Replays a trace through every strategy and keep-alive policy on a modelled worker. Needs no system and no containers, and takes seconds. */
public final class SimulateCommand {

    private static final Duration PAPER_INTERVAL = Duration.ofMillis(200);
    private static final Duration PAPER_LIFETIME = Duration.ofMinutes(10);
    private static final double TARGET_PERCENTILE = 0.98;
    private static final double MIB = 1 << 20;
    private static final double MILLION = 1e6;
    private static final List<String> HEADER = List.of(
            "strategy, keep-alive",
            "p50 ms",
            "p90 ms",
            "p99 ms",
            "mean ms",
            "containers",
            "container-s",
            "mean MiB",
            "peak MiB",
            "idle MiB",
            "cpu s",
            "refused");

    private final Workload workload;
    private final Worker worker;
    private final Duration interval;
    private final Duration lifetime;

    private SimulateCommand(Workload workload, Worker worker, Duration interval, Duration lifetime) {
        this.workload = workload;
        this.worker = worker;
        this.interval = interval;
        this.lifetime = lifetime;
    }

    /** Prints one row per strategy and policy. */
    public static ExitCode run(List<String> arguments, PrintStream out) throws UsageException, IOException {
        Set<String> options = new TreeSet<>(PreparedTrace.OPTIONS);
        options.addAll(List.of("--interval", "--lifetime", "--started-ahead", "--strategies"));
        Arguments given = Arguments.of(arguments, options);
        PreparedTrace prepared = PreparedTrace.of(given);
        int cores = PreparedTrace.cores(given);
        int ahead = Math.toIntExact(given.number("--started-ahead", 0, 1000, 0));
        SimulateCommand command = new SimulateCommand(
                Workloads.of(prepared.trace()),
                Worker.ofCores(cores).withGenerics(ahead),
                given.duration("--interval", PAPER_INTERVAL),
                given.duration("--lifetime", PAPER_LIFETIME));
        out.printf(
                Locale.ROOT,
                "%s: %d invocations of %d functions in %.1f s, inputs %d steps down, on %d modelled cores%n%n",
                prepared.trace().name(),
                prepared.trace().arrivals().size(),
                prepared.trace().functions().size(),
                prepared.trace().span().toMillis() / 1000.0,
                prepared.steps(),
                cores);
        command.print(strategies(given), out);
        return ExitCode.GOOD;
    }

    private static List<String> strategies(Arguments given) throws UsageException {
        List<String> names =
                given.text("--strategies").map(text -> List.of(text.split(","))).orElse(Strategies.names());
        for (String name : names) {
            if (Strategies.byName(name).isEmpty()) {
                throw new UsageException("unknown strategy " + name + ", known: " + Strategies.names());
            }
        }
        return names;
    }

    private void print(List<String> strategies, PrintStream out) {
        Duration target = target();
        Table table = new Table(HEADER);
        for (String strategy : strategies) {
            for (String policy : KeepAlives.names()) {
                Setting setting = setting(strategy, policy);
                Setting aimed = strategy.equals("kraken") ? setting.withLatencyTarget(target) : setting;
                table.row(row(strategy + ", " + policy, Simulation.run(workload, aimed)));
            }
        }
        table.print(out);
    }

    /** Kraken's, as in a comparison on containers: of what Vanilla takes. */
    private Duration target() {
        Outcome vanilla =
                Simulation.run(workload, setting("vanilla", KeepAlives.names().getFirst()));
        Duration measured = vanilla.percentile(Served::total, TARGET_PERCENTILE);
        return measured.isPositive() ? measured : PAPER_INTERVAL;
    }

    private Setting setting(String strategy, String policy) {
        return Setting.of(strategy, worker).withInterval(interval).withKeepAlive(policy, lifetime);
    }

    private static List<String> row(String name, Outcome outcome) {
        List<String> cells = new ArrayList<>(List.of(name));
        for (double share : new double[] {0.5, 0.9, 0.99}) {
            cells.add(millis(outcome.percentile(Served::total, share)));
        }
        cells.add(millis(outcome.mean(Served::total)));
        cells.add(Integer.toString(outcome.containers()));
        cells.add(seconds(outcome.containerTime()));
        cells.add(Table.number(outcome.meanBytes() / MIB));
        cells.add(Table.number(outcome.peakBytes() / MIB));
        cells.add(Table.number(outcome.idleBytes() / MIB));
        cells.add(seconds(outcome.cpu()));
        cells.add(Integer.toString(outcome.refused()));
        return cells;
    }

    private static String millis(Duration duration) {
        return Table.number(duration.toNanos() / MILLION);
    }

    private static String seconds(Duration duration) {
        return Table.number(duration.toMillis() / 1000.0);
    }
}
