package io.faasbatch.experiments.experiment;

import io.faasbatch.experiments.figures.Table;
import io.faasbatch.experiments.load.LoadResult;
import io.faasbatch.experiments.load.ProgressBar;
import io.faasbatch.experiments.load.Tally;
import io.faasbatch.experiments.results.ResultFolder;
import io.faasbatch.experiments.results.RunRecord;
import io.faasbatch.experiments.results.RunRecord.Status;
import io.faasbatch.experiments.results.StoredRun;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Runs what is left of an experiment. Before each run all containers are removed; each run is on disk before the next begins, so that whatever ends this program
 * costs one run at most. Used by one thread.
 */
public final class Runner {

    /** Runs of the same configuration until one was sent as it was meant to be. */
    private static final int ATTEMPTS = 2;

    private final Experiment experiment;
    private final ResultFolder folder;
    private final MeasuredSystem system;
    private final PrintStream progress;
    private final Clock clock;
    private final Stopping stopping;

    public Runner(
            Experiment experiment,
            ResultFolder folder,
            MeasuredSystem system,
            PrintStream progress,
            Clock clock,
            Stopping stopping) {
        this.experiment = experiment;
        this.folder = folder;
        this.system = system;
        this.progress = progress;
        this.clock = clock;
        this.stopping = stopping;
    }

    /** @return whether every run is done; not when it was stopped before */
    public boolean run(int repeats) throws IOException {
        List<Schedule.Slot> slots = Schedule.of(experiment.configurations(), repeats);
        try {
            for (Schedule.Slot slot : slots) {
                run(slot, slots.size());
                if (stopping.isWished()) {
                    return false;
                }
            }
        } catch (InterruptedException e) {
            if (stopping.isWished()) {
                return false;
            }
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted between two runs");
        }
        folder.write(folder.experiment().finished(clock.instant()));
        return true;
    }

    private void run(Schedule.Slot slot, int of) throws IOException, InterruptedException {
        StoredRun stored = stored(slot.configuration(), slot.repeat());
        if (isDone(stored)) {
            progress.printf(
                    "  %d/%d %s, repeat %d: is there already%n", slot.order(), of, slot.configuration(), slot.repeat());
        } else {
            run(slot, of, stored);
        }
    }

    /** A run that was stopped on its way is made again. */
    private static boolean isDone(StoredRun stored) throws IOException {
        return stored.done() && stored.read().status() != Status.PARTIAL;
    }

    private void run(Schedule.Slot slot, int of, StoredRun stored) throws IOException, InterruptedException {
        start(slot.configuration());
        Instant started = clock.instant();
        Measurement measurement = measure(slot, 1);
        for (int attempt = 2; attempt <= ATTEMPTS && isLate(measurement.result()); attempt++) {
            progress.println("  the schedule was not kept; once more");
            started = clock.instant();
            measurement = measure(slot, attempt);
        }
        RunRecord record = RunFiles.write(stored, slot, started, clock.instant(), measurement);
        say(slot, of, record, measurement);
    }

    private static boolean isLate(LoadResult result) {
        return !result.partial() && !result.punctuality().kept();
    }

    /** For the settings of this configuration the system may have to be started anew; then it is warmed up. */
    private void start(Configuration configuration) throws IOException, InterruptedException {
        if (system.have(experiment.settings(configuration))) {
            progress.println("  the system is started; warming up");
            experiment.warmUp(bench("warm-up"));
        }
    }

    private Measurement measure(Schedule.Slot slot, int attempt) throws IOException, InterruptedException {
        system.clear();
        String run = slot.configuration().id() + "-" + slot.repeat() + "-" + attempt;
        return experiment.measure(slot.configuration(), bench(run));
    }

    private Bench bench(String run) {
        return new Bench(
                system.gateway(), system.workerPid(), run, this::figureOfFirst, stopping, ProgressBar.on(progress));
    }

    private OptionalDouble figureOfFirst(Configuration configuration, String name) throws IOException {
        StoredRun first = stored(configuration, 1);
        Double figure = first.done() ? first.read().figures().get(name) : null;
        return figure == null ? OptionalDouble.empty() : OptionalDouble.of(figure);
    }

    private StoredRun stored(Configuration configuration, int repeat) throws IOException {
        return folder.run(configuration.values(), repeat);
    }

    private void say(Schedule.Slot slot, int of, RunRecord record, Measurement measurement) {
        Tally tally = measurement.result().tally();
        progress.printf(
                "  %d/%d %s, repeat %d: %s%s, %s containers, p50 %s ms, p99 %s ms%n",
                slot.order(),
                of,
                slot.configuration(),
                slot.repeat(),
                record.status() == Status.COMPLETE ? "" : record.status() + ", ",
                tally,
                Table.number(record.containersCreated()),
                Table.number(measurement.result().endToEnd().median()),
                Table.number(measurement.result().endToEnd().percentile(0.99)));
    }
}
