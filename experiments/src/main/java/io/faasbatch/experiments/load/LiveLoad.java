package io.faasbatch.experiments.load;

import java.time.Duration;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** What of a load is done by now: written by its driver, read by whoever shows it. Thread-safe. */
public final class LiveLoad {

    private final int planned;
    private final Duration span;
    private final long start = System.nanoTime();
    private final LongAdder sent = new LongAdder();
    private final LongAdder answered = new LongAdder();
    private final LongAdder flawed = new LongAdder();
    private final LongAccumulator latest = new LongAccumulator(Math::max, 0);

    /** @param span from the first call until the last one is to be sent */
    LiveLoad(int planned, Duration span) {
        this.planned = planned;
        this.span = span;
    }

    void sent() {
        sent.increment();
    }

    void ended(Outcome outcome) {
        answered.increment();
        latest.accumulate(outcome.lateness().toNanos());
        if (!outcome.right()) {
            flawed.increment();
        }
    }

    /** As it is now. */
    public Snapshot now() {
        return new Snapshot(
                planned,
                span,
                Duration.ofNanos(System.nanoTime() - start),
                sent.sum(),
                answered.sum(),
                flawed.sum(),
                Duration.ofNanos(latest.getThenReset()));
    }

    /**
     * A load at one moment.
     *
     * @param elapsed since its start
     * @param answered or given up
     * @param flawed of those: not the right answer
     * @param latest how late the latest of the calls was sent that ended since the snapshot before
     */
    public record Snapshot(
            int planned, Duration span, Duration elapsed, long sent, long answered, long flawed, Duration latest) {

        public long inFlight() {
            return Math.max(0, sent - answered);
        }

        /** How much of its time is over, from 0 to 1; all of it when only answers are missing. */
        double done() {
            return span.isZero() ? 1 : Math.min(1, (double) elapsed.toNanos() / span.toNanos());
        }
    }
}
