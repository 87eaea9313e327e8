package io.faasbatch.engine.worker;

import io.faasbatch.engine.storage.StorageUnavailableException;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The growing wait between tries while something is away; used by one thread. */
final class Backoff {

    private static final Logger LOG = LoggerFactory.getLogger(Backoff.class);
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

    /** The answer of Redis, however long it is away. */
    static <T> T persist(String what, Supplier<T> question) throws InterruptedException {
        Backoff backoff = new Backoff();
        while (true) {
            try {
                return question.get();
            } catch (StorageUnavailableException e) {
                LOG.debug("{} waits for Redis", what, e);
                backoff.pause();
            }
        }
    }
}
