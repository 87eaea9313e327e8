package io.faasbatch.engine.redis;

import io.lettuce.core.Consumer;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XAutoClaimArgs;
import io.lettuce.core.XGroupCreateArgs;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.lettuce.core.models.stream.ClaimedMessages;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Reads the stream for one worker, in this order: what the worker was given before and lost (it restarted, or an answer of Redis did not arrive),
 * what others have left longer than the lease, and what is new. One thread reads at a time.
 */
final class QueueReader {

    static final String GROUP = "workers";

    /** How often within a lease the reader looks for what others left. */
    private static final int LOOKS_PER_LEASE = 4;

    private final Redis redis;
    private final Redis blocking;
    private final Consumer<String> consumer;
    private final Duration lease;
    private final Leases leases;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile boolean ownUnread = true;
    /** Guarded by {@link #reading}. */
    private long lastLook;

    QueueReader(Redis redis, Redis blocking, String workerId, Duration lease, Leases leases) {
        this.redis = redis;
        this.blocking = blocking;
        this.consumer = Consumer.from(GROUP, workerId);
        this.lease = lease;
        this.leases = leases;
        this.lastLook = System.nanoTime() - lease.toNanos();
        makeGroup();
    }

    /** Not those that the worker has in hand. */
    List<StreamMessage<String, byte[]>> read(int max, Duration wait) {
        reading.lock();
        try {
            return readOrWait(max, System.nanoTime() + wait.toNanos());
        } catch (RefusedCommandException e) {
            if (!e.is("NOGROUP")) {
                throw e;
            }
            makeGroup();
            return List.of();
        } catch (RuntimeException e) {
            // What was on its way to us when the connection broke counts as given to this worker.
            ownUnread = true;
            throw e;
        } finally {
            reading.unlock();
        }
    }

    /** The worker's own items are read again: some were delivered and not dealt with. */
    void rereadOwn() {
        ownUnread = true;
    }

    void forget(Collection<StreamMessage<String, byte[]>> entries) {
        entries.forEach(entry -> leases.end(entry.getId()));
        rereadOwn();
    }

    private List<StreamMessage<String, byte[]>> readOrWait(int max, long end) {
        while (true) {
            List<StreamMessage<String, byte[]>> left = ownUnread ? own(max) : List.of();
            if (left.isEmpty() && lookDue() <= 0) {
                left = leftByOthers(max);
            }
            if (!left.isEmpty()) {
                return left;
            }
            Duration pause = Duration.ofNanos(Math.min(end - System.nanoTime(), lookDue()));
            List<StreamMessage<String, byte[]>> fresh = fresh(max, pause);
            if (!fresh.isEmpty() || end - System.nanoTime() <= 0) {
                return fresh;
            }
        }
    }

    private List<StreamMessage<String, byte[]>> own(int max) {
        ownUnread = false;
        String after = "0";
        while (true) {
            List<StreamMessage<String, byte[]>> pending =
                    readGroup(redis, new XReadArgs().count(max), after, Duration.ZERO);
            List<StreamMessage<String, byte[]>> free = notInHand(pending);
            if (!free.isEmpty()) {
                ownUnread = true;
                return free;
            }
            if (pending.size() < max) {
                return List.of();
            }
            after = pending.getLast().getId();
        }
    }

    private List<StreamMessage<String, byte[]>> leftByOthers(int max) {
        String from = "0-0";
        do {
            String start = from;
            ClaimedMessages<String, byte[]> claimed = redis.call(commands -> commands.xautoclaim(
                    Keys.QUEUE,
                    new XAutoClaimArgs<String>()
                            .consumer(consumer)
                            .minIdleTime(lease)
                            .startId(start)
                            .count(max)));
            List<StreamMessage<String, byte[]>> free = notInHand(claimed.getMessages());
            if (!free.isEmpty()) {
                return free;
            }
            from = claimed.getId();
        } while (!"0-0".equals(from));
        lastLook = System.nanoTime();
        return List.of();
    }

    private List<StreamMessage<String, byte[]>> fresh(int max, Duration pause) {
        XReadArgs args = new XReadArgs().count(max);
        return pause.toMillis() > 0
                ? readGroup(blocking, args.block(pause), ">", pause)
                : readGroup(redis, args, ">", Duration.ZERO);
    }

    @SuppressWarnings("unchecked") // the client's varargs of a generic type; the array is not kept
    private List<StreamMessage<String, byte[]>> readGroup(Redis over, XReadArgs args, String after, Duration longest) {
        return over.callFor(
                longest, commands -> commands.xreadgroup(consumer, args, StreamOffset.from(Keys.QUEUE, after)));
    }

    private List<StreamMessage<String, byte[]>> notInHand(List<StreamMessage<String, byte[]>> entries) {
        return entries.stream().filter(entry -> !leases.holds(entry.getId())).toList();
    }

    /** In nanoseconds. */
    private long lookDue() {
        return lastLook + lease.toNanos() / LOOKS_PER_LEASE - System.nanoTime();
    }

    private void makeGroup() {
        try {
            redis.call(commands -> commands.xgroupCreate(
                    StreamOffset.from(Keys.QUEUE, "0"), GROUP, new XGroupCreateArgs().mkstream(true)));
        } catch (RefusedCommandException e) {
            if (!e.is("BUSYGROUP")) {
                throw e;
            }
        }
    }
}
