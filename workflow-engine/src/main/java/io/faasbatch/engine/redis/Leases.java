package io.faasbatch.engine.redis;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * The items this worker has in hand, so that the queue does not give it one of them a second time. The time counts from the last attempt to
 * renew, even a failed one: while Redis is away a worker keeps what it has. Thread-safe.
 */
final class Leases {

    private final long lease;
    private final LongSupplier nanoTime;
    private final Map<String, Long> renewed = new ConcurrentHashMap<>();

    Leases(Duration lease, LongSupplier nanoTime) {
        this.lease = lease.toNanos();
        this.nanoTime = nanoTime;
    }

    void begin(String receipt) {
        renewed.put(receipt, nanoTime.getAsLong());
    }

    /** Nothing when it has ended meanwhile. */
    void renew(String receipt) {
        renewed.replace(receipt, nanoTime.getAsLong());
    }

    void end(String receipt) {
        renewed.remove(receipt);
    }

    /** False also for an item that was neither finished nor renewed in time: it was given up and can be had again. */
    boolean holds(String receipt) {
        Long since = renewed.get(receipt);
        if (since == null) {
            return false;
        }
        if (nanoTime.getAsLong() - since < lease) {
            return true;
        }
        renewed.remove(receipt, since);
        return false;
    }
}
