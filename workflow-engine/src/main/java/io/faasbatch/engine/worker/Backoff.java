package io.faasbatch.engine.worker;

import java.time.Duration;

/** The growing wait between tries while something is away; used by one thread. */
final class Backoff {

    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration MOST = Duration.ofSeconds(2);

    private Duration next = FIRST;

    /** Waits, each time twice as long as the time before, up to two seconds. */
    void pause() throws InterruptedException {
        Thread.sleep(next);
        next = next.multipliedBy(2).compareTo(MOST) > 0 ? MOST : next.multipliedBy(2);
    }

    void reset() {
        next = FIRST;
    }
}
