package io.faasbatch.gateway.api;

import io.faasbatch.engine.execution.ExecutionId;
import io.faasbatch.engine.execution.ExecutionStore;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Rings when something happened to an execution. One thread waits for it; rings while it does not wait are one ring. Because a ring can get
 * lost, who waits asks again after a pause that grows with every silence.
 */
final class Bell implements AutoCloseable {

    static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final Semaphore rings = new Semaphore(0);
    private final Runnable unwatch;

    /** Written by the waiting thread only. */
    private Duration pause = FIRST_PAUSE;

    Bell(ExecutionStore store, ExecutionId id) {
        this.unwatch = store.watch(id, this::ring);
    }

    private void ring() {
        if (rings.availablePermits() == 0) {
            rings.release();
        }
    }

    /**
     * Waits for a ring, for the pause, or for {@code most}, whichever is over first.
     *
     * @return whether it rang
     */
    boolean await(Duration most) throws InterruptedException {
        Duration wait = most.compareTo(pause) < 0 ? most : pause;
        boolean rang = rings.tryAcquire(Math.max(0, wait.toNanos()), TimeUnit.NANOSECONDS);
        rings.drainPermits();
        pause = rang ? FIRST_PAUSE : longer(pause);
        return rang;
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }

    @Override
    public void close() {
        unwatch.run();
    }
}
