package io.faasbatch.engine.container;

import java.util.concurrent.atomic.LongAdder;

/** Counts what a pool does. Thread-safe. */
final class PoolCounts {

    private final LongAdder started = new LongAdder();
    private final LongAdder startFailures = new LongAdder();
    private final LongAdder expired = new LongAdder();
    private final LongAdder died = new LongAdder();
    private final LongAdder batches = new LongAdder();
    private final LongAdder invocations = new LongAdder();
    private final LongAdder reruns = new LongAdder();
    private final LongAdder repurposed = new LongAdder();
    private final LongAdder warmTaken = new LongAdder();

    void started() {
        started.increment();
    }

    void startFailed() {
        startFailures.increment();
    }

    void expired() {
        expired.increment();
    }

    void died() {
        died.increment();
    }

    void sent(int size) {
        batches.increment();
        invocations.add(size);
    }

    void reruns(int invocations) {
        reruns.add(invocations);
    }

    void repurposed() {
        repurposed.increment();
    }

    void warmTaken() {
        warmTaken.increment();
    }

    /** @param warm generic containers there are */
    PoolCounters read(int warm) {
        return new PoolCounters(
                started.sum(),
                startFailures.sum(),
                expired.sum(),
                died.sum(),
                batches.sum(),
                invocations.sum(),
                reruns.sum(),
                repurposed.sum(),
                warmTaken.sum(),
                warm);
    }
}
