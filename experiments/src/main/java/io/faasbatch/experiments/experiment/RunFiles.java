package io.faasbatch.experiments.experiment;

import io.faasbatch.experiments.load.Answer;
import io.faasbatch.experiments.load.Latency;
import io.faasbatch.experiments.load.LoadResult;
import io.faasbatch.experiments.load.Outcome;
import io.faasbatch.experiments.load.Punctuality;
import io.faasbatch.experiments.load.Tally;
import io.faasbatch.experiments.monitor.ContainerSample;
import io.faasbatch.experiments.monitor.SystemSample;
import io.faasbatch.experiments.monitor.Usage;
import io.faasbatch.experiments.results.InvocationRow;
import io.faasbatch.experiments.results.RunRecord;
import io.faasbatch.experiments.results.RunRecord.Status;
import io.faasbatch.experiments.results.RunWriter;
import io.faasbatch.experiments.results.StoredRun;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/** Puts what was measured into the files of a run. */
final class RunFiles {

    private static final double NANOS_PER_MILLI = 1e6;
    private static final double MILLIS_PER_SECOND = 1e3;

    private RunFiles() {}

    static RunRecord write(
            StoredRun stored, Schedule.Slot slot, Instant started, Instant finished, Measurement measurement)
            throws IOException {
        RunRecord record = record(slot, started, finished, measurement);
        try (RunWriter writer = stored.write()) {
            for (Outcome outcome : measurement.result().outcomes()) {
                writer.invocation(row(outcome));
            }
            for (SystemSample sample : measurement.samples()) {
                writer.sample(SampleRows.of(sample));
            }
            for (ContainerSample sample : measurement.containers()) {
                writer.container(SampleRows.of(sample));
            }
            writer.finish(record);
        }
        return record;
    }

    private static RunRecord record(Schedule.Slot slot, Instant started, Instant finished, Measurement measurement) {
        LoadResult result = measurement.result();
        Usage usage = measurement.usage();
        return new RunRecord(
                slot.configuration().values(),
                slot.repeat(),
                slot.order(),
                started,
                finished,
                status(result),
                punctuality(result),
                account(result.tally()),
                containers(result, usage),
                usage.containerSeconds(),
                (double) usage.peakMemory(),
                (double) usage.meanMemory(),
                usage.cpu().toMillis() / MILLIS_PER_SECOND,
                usage.workerCpu().toMillis() / MILLIS_PER_SECOND,
                measurement.figures(),
                measurement.notes());
    }

    private static Status status(LoadResult result) {
        if (result.partial()) {
            return Status.PARTIAL;
        }
        return result.punctuality().kept() ? Status.COMPLETE : Status.UNPUNCTUAL;
    }

    private static RunRecord.Punctuality punctuality(LoadResult result) {
        Punctuality punctuality = result.punctuality();
        return new RunRecord.Punctuality(
                millis(punctuality.p50()), millis(punctuality.p99()), millis(punctuality.max()), punctuality.kept());
    }

    private static RunRecord.Account account(Tally tally) {
        return new RunRecord.Account(
                tally.sent(), tally.right(), tally.wrong(), tally.failed(), tally.lost(), tally.duplicates());
    }

    /** Those that were seen, and those too short-lived to be seen that answered. */
    private static int containers(LoadResult result, Usage usage) {
        Set<String> all = new HashSet<>(usage.containers());
        all.addAll(result.containers());
        return all.size();
    }

    private static InvocationRow row(Outcome outcome) {
        Answer answer = outcome.answer().orElse(null);
        return new InvocationRow(
                outcome.index(),
                outcome.call().function(),
                outcome.call().input(),
                millis(outcome.call().offset()),
                millis(outcome.lateness()),
                millis(outcome.endToEnd()),
                InvocationRow.Outcome.valueOf(outcome.kind().name()),
                answer == null ? "" : answer.id(),
                answer == null ? Double.NaN : millis(answer, Latency.SCHEDULING),
                answer == null ? Double.NaN : millis(answer, Latency.COLD_START),
                answer == null ? Double.NaN : millis(answer, Latency.QUEUEING),
                answer == null ? Double.NaN : millis(answer, Latency.EXECUTION),
                answer == null ? "" : answer.container(),
                answer != null && answer.cold(),
                answer == null ? "" : answer.batch(),
                answer == null ? 0 : answer.batchSize(),
                answer == null ? outcome.note() : Objects.toString(answer.output(), outcome.note()));
    }

    private static double millis(Answer answer, Latency latency) {
        return millis(answer.latencies().getOrDefault(latency, Duration.ZERO));
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / NANOS_PER_MILLI;
    }
}
