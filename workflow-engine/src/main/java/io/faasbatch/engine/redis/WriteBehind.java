package io.faasbatch.engine.redis;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.faasbatch.engine.invocation.CompletedInvocation;
import io.faasbatch.engine.storage.StorageUnavailableException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ended invocations on their way to Redis, oldest first. One thread writes whatever has gathered in some milliseconds, many at a time: a write for each is a
 * tenth of the processor time of a short call. An entry stays here until it is written. While Redis is away they wait; over the capacity the oldest is
 * dropped and counted.
 */
final class WriteBehind implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WriteBehind.class);

    /** Most invocations that are written together. */
    private static final int WRITTEN_TOGETHER = 256;

    /** How long the first of them waits for others. */
    private static final Duration GATHERING = Duration.ofMillis(10);

    /** The pause after a failed write. */
    private static final Duration PAUSE = Duration.ofMillis(250);

    /** How long closing waits for what is left. */
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(5);

    private final Consumer<List<CompletedInvocation>> destination;
    private final int capacity;
    private final Thread writer;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Condition written = lock.newCondition();

    @GuardedBy("lock")
    private final LinkedHashMap<String, CompletedInvocation> waiting = new LinkedHashMap<>();

    @GuardedBy("lock")
    private long dropped;

    /** How many wait until nothing is left. */
    @GuardedBy("lock")
    private int flushing;

    @GuardedBy("lock")
    private boolean closed;

    /** @param destination writes and returns when all is written, or fails and may be called again with the same */
    WriteBehind(Consumer<List<CompletedInvocation>> destination, int capacity) {
        this.destination = destination;
        this.capacity = capacity;
        this.writer = Thread.ofPlatform().name("journal-writer").daemon().start(this::run);
    }

    void add(CompletedInvocation completed) {
        lock.lock();
        try {
            waiting.remove(completed.invocation().id());
            if (waiting.size() == capacity) {
                waiting.pollFirstEntry();
                dropped++;
            }
            waiting.put(completed.invocation().id(), completed);
            if (waiting.size() == 1 || waiting.size() == WRITTEN_TOGETHER) {
                arrived.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    Optional<CompletedInvocation> find(String id) {
        lock.lock();
        try {
            return Optional.ofNullable(waiting.get(id));
        } finally {
            lock.unlock();
        }
    }

    long dropped() {
        lock.lock();
        try {
            return dropped;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until nothing is left; @return false when {@code longest} passed before */
    boolean flush(Duration longest) {
        lock.lock();
        try {
            flushing++;
            arrived.signal();
            boolean all = awaitAll(longest.toNanos());
            flushing--;
            return all;
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private boolean awaitAll(long nanos) {
        long left = nanos;
        try {
            while (!waiting.isEmpty() && left > 0) {
                left = written.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return waiting.isEmpty();
    }

    @Override
    public void close() {
        if (!flush(CLOSE_WAIT)) {
            LOG.warn("ended invocations are lost from the journal, because Redis did not take them before the end");
        }
        lock.lock();
        try {
            closed = true;
            arrived.signal();
        } finally {
            lock.unlock();
        }
        writer.interrupt();
    }

    private void run() {
        boolean failing = false;
        try {
            for (List<CompletedInvocation> next = next(); !next.isEmpty(); next = next()) {
                try {
                    write(next);
                    failing = false;
                } catch (StorageUnavailableException e) {
                    if (!failing) {
                        LOG.warn("ended invocations wait in memory to be written: {}", e.getMessage());
                    }
                    failing = true;
                    pause();
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("the journal's writer ends", e);
        }
    }

    /** One that cannot be written at all is dropped, and takes no other with it. */
    private void write(List<CompletedInvocation> entries) {
        try {
            destination.accept(entries);
            written(entries);
        } catch (StorageUnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            if (entries.size() > 1) {
                entries.forEach(entry -> write(List.of(entry)));
                return;
            }
            String id = entries.getFirst().invocation().id();
            LOG.error("invocation {} cannot be written and is dropped from the journal", id, e);
            discard(entries);
        }
    }

    /** Waits for something to write, and then a little for more; empty when closed. */
    private List<CompletedInvocation> next() throws InterruptedException {
        long left = GATHERING.toNanos();
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                arrived.await();
            }
            while (left > 0 && waiting.size() < WRITTEN_TOGETHER && flushing == 0 && !closed) {
                left = arrived.awaitNanos(left);
            }
            return closed
                    ? List.of()
                    : waiting.values().stream().limit(WRITTEN_TOGETHER).toList();
        } finally {
            lock.unlock();
        }
    }

    private void written(List<CompletedInvocation> entries) {
        lock.lock();
        try {
            entries.forEach(entry -> waiting.remove(entry.invocation().id(), entry));
            written.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void discard(List<CompletedInvocation> entries) {
        lock.lock();
        try {
            dropped += entries.size();
        } finally {
            lock.unlock();
        }
        written(entries);
    }

    private void pause() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
    }
}
