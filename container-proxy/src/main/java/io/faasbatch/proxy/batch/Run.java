package io.faasbatch.proxy.batch;

import io.faasbatch.protocol.BatchInvocation;
import io.faasbatch.protocol.ErrorDetail;
import io.faasbatch.protocol.InvocationResult;
import io.faasbatch.protocol.InvocationResult.Status;
import io.faasbatch.protocol.InvocationResult.Timings;
import io.faasbatch.proxy.runtime.RunOutcome;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One invocation on its way through the container. Touched by commands of its {@link RunQueue} alone; only {@code startedNanos}
 * is written from elsewhere, once, by whoever starts the user code.
 */
final class Run {

    /** Where an invocation is on its way. */
    enum Phase {
        WAITING,
        RUNNING,
        ENDED
    }

    private static final double NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long NOT_STARTED = Long.MIN_VALUE;

    /** Ids are unique among the runs of a queue. */
    static final Comparator<Run> EARLIEST_FIRST =
            ((Comparator<Run>) (one, other) -> Long.signum(one.dueNanos - other.dueNanos)).thenComparing(Run::id);

    final BatchInvocation invocation;
    final Submission batch;
    Phase phase = Phase.WAITING;

    /** When it is to be stopped, on the clock of {@link System#nanoTime}. */
    long dueNanos;

    private volatile long startedNanos = NOT_STARTED;

    Run(BatchInvocation invocation, Submission batch) {
        this.invocation = invocation;
        this.batch = batch;
    }

    String id() {
        return invocation.id();
    }

    void startedAt(long nanos) {
        startedNanos = nanos;
    }

    InvocationResult result(RunOutcome outcome, long endedNanos) {
        Timings timings = timings(endedNanos);
        return switch (outcome) {
            case RunOutcome.Returned ok ->
                new InvocationResult(id(), Status.OK, ok.output(), null, timings, logs(ok.logs()), ok.references());
            case RunOutcome.Failed failed -> failure(failed.error(), timings, logs(failed.logs()));
        };
    }

    private InvocationResult failure(ErrorDetail error, Timings timings, @Nullable String logs) {
        return new InvocationResult(id(), Status.ERROR, null, error, timings, logs);
    }

    private static @Nullable String logs(String logs) {
        return logs.isEmpty() ? null : logs;
    }

    /** An invocation that never reached user code spent all its time waiting. */
    private Timings timings(long endedNanos) {
        long started = startedNanos == NOT_STARTED ? endedNanos : startedNanos;
        return new Timings(
                Math.max(0, started - batch.arrivedNanos()) / NANOS_PER_MILLI,
                Math.max(0, endedNanos - started) / NANOS_PER_MILLI);
    }
}
