package io.faasbatch.experiments.compare;

import io.faasbatch.experiments.api.Gateway;
import io.faasbatch.experiments.load.LoadDriver;
import io.faasbatch.experiments.load.LoadResult;
import io.faasbatch.experiments.load.ProgressBar;
import io.faasbatch.experiments.load.TraceLoad;
import io.faasbatch.experiments.monitor.Calm;
import io.faasbatch.experiments.monitor.Monitor;
import io.faasbatch.experiments.monitor.Usage;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Runs a plan. Before each run every function is deployed anew and every container removed, so that a strategy has neither the containers nor the knowledge of
 * the run before it. Used by one thread.
 */
final class Comparison {

    /** Runs of the same strategy until one was sent as it was meant to be. */
    private static final int ATTEMPTS = 2;

    private final Gateway gateway;
    private final long workerPid;
    private final Plan plan;
    private final PrintStream progress;
    private final LoadDriver driver;
    private final LatencyTarget target = new LatencyTarget();

    Comparison(Gateway gateway, long workerPid, Plan plan, PrintStream progress) {
        this.gateway = gateway;
        this.workerPid = workerPid;
        this.plan = plan;
        this.progress = progress;
        this.driver = new LoadDriver(gateway, ProgressBar.on(progress));
    }

    /** The run under way ends soon, with what it has by then, and no other follows. Any thread may ask for it. */
    void stop() {
        driver.stop();
    }

    /**
     * All runs, or, once it was stopped, those until then: the last of them may be partial. One that could not be sent as it was meant to be, twice, is among
     * them, and says so itself.
     */
    List<Run> run() throws IOException, InterruptedException {
        refuseUnknown();
        warmUp();
        List<Run> runs = new ArrayList<>();
        for (int repeat = 0; repeat < plan.repeats(); repeat++) {
            for (String strategy : plan.order(repeat)) {
                if (driver.stopped()) {
                    return runs;
                }
                Run run = punctual(strategy, repeat);
                target.learn(strategy, run.result());
                runs.add(run);
            }
        }
        return runs;
    }

    /** Before hours of measuring: the system says which names it does not know. */
    private void refuseUnknown() throws IOException, InterruptedException {
        for (String strategy : plan.strategies()) {
            gateway.choose(new Gateway.Dispatch(strategy, plan.interval()));
        }
    }

    /** By the strategy that is listed first, the default: it sends the most batches, and so compiles the most. */
    private void warmUp() throws IOException, InterruptedException {
        if (plan.warmUp() == 0) {
            return;
        }
        progress.println("warming up");
        String strategy = gateway.strategies().getFirst();
        TraceLoad load =
                new TraceLoad(plan.trace().first(plan.warmUp()), plan.sample().under(strategy));
        gateway.choose(new Gateway.Dispatch(strategy, plan.interval()));
        load.deploy(gateway, "warm-up");
        driver.warmUp(load.calls());
    }

    private Run punctual(String strategy, int repeat) throws IOException, InterruptedException {
        Run run = run(strategy, repeat, 1);
        for (int attempt = 2; attempt <= ATTEMPTS && !kept(run); attempt++) {
            progress.println("  the schedule was not kept; once more");
            run = run(strategy, repeat, attempt);
        }
        return run;
    }

    /** A run that was stopped is not made again. */
    private static boolean kept(Run run) {
        return run.result().partial() || run.result().punctuality().kept();
    }

    private Run run(String strategy, int repeat, int attempt) throws IOException, InterruptedException {
        Optional<Duration> latencyTarget = target.of(strategy);
        TraceLoad load = new TraceLoad(plan.trace(), plan.sample().under(strategy));
        gateway.clearContainers();
        load.deploy(gateway, strategy + "-" + repeat + "-" + attempt);
        gateway.choose(new Gateway.Dispatch(strategy, plan.interval(), latencyTarget.orElse(null)));
        gateway.awaitWarmPool();
        Calm.await();
        Monitor monitor = Monitor.start(gateway, workerPid);
        LoadResult result = driver.onSchedule(load.calls());
        Usage usage = monitor.stop();
        Run run = new Run(strategy, repeat, latencyTarget, result, usage);
        progress.printf(
                Locale.ROOT,
                "  %s, repeat %d%s: %s, %d containers, p50 %.0f ms, p99 %.0f ms%n",
                strategy,
                repeat + 1,
                result.partial() ? ", stopped with " + result.left() + " calls left" : "",
                result.tally(),
                run.containers(),
                result.endToEnd().median(),
                result.endToEnd().percentile(0.99));
        return run;
    }
}
