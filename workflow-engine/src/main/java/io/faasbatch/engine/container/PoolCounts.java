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

    void rerun() {
        reruns.increment();
    }

    PoolCounters read() {
        return new PoolCounters(
                started.sum(),
                startFailures.sum(),
                expired.sum(),
                died.sum(),
                batches.sum(),
                invocations.sum(),
                reruns.sum());
    }
}
