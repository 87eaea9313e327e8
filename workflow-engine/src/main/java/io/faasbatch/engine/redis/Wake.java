package io.faasbatch.engine.redis;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;

/** Counts the messages that something is due, so that none is missed between a look and the wait after it. Thread-safe. */
final class Wake {

    private final Object lock = new Object();

    @GuardedBy("lock")
    private long count;

    long count() {
        synchronized (lock) {
            return count;
        }
    }

    void signal() {
        synchronized (lock) {
            count++;
            lock.notifyAll();
        }
    }

    /** Returns when there was a message after the count was {@code seen}, or after {@code longest}. */
    void await(long seen, Duration longest) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        synchronized (lock) {
            for (long left = longest.toNanos(); count == seen && left > 0; left = end - System.nanoTime()) {
                lock.wait(left / 1_000_000, (int) (left % 1_000_000));
            }
        }
    }
}
