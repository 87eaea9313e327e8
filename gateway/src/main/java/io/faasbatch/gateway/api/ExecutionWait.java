package io.faasbatch.gateway.api;

import io.faasbatch.engine.execution.Execution;
import io.faasbatch.engine.execution.ExecutionId;
import io.faasbatch.engine.execution.ExecutionStore;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Waits for the end of an execution, on the caller's own (virtual) thread: told at once when it ends in this process, else by asking
 * the store again and again, ever more seldom.
 */
final class ExecutionWait {

    private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(500);

    private final ExecutionStore store;
    private final EndedExecutions endings;
    private final Semaphore places;

    /** @param most waits at a time */
    ExecutionWait(ExecutionStore store, EndedExecutions endings, int most) {
        this.store = store;
        this.endings = endings;
        this.places = new Semaphore(most);
    }

    /** The execution as it is when it ends or the time is over; at once when too many wait already. */
    Optional<Execution> await(ExecutionId id, Duration most) throws InterruptedException {
        if (!places.tryAcquire()) {
            return store.find(id);
        }
        CompletableFuture<Void> ended = endings.watch(id);
        try {
            return poll(id, ended, System.nanoTime() + most.toNanos());
        } finally {
            endings.release(id);
            places.release();
        }
    }

    private Optional<Execution> poll(ExecutionId id, CompletableFuture<Void> ended, long deadline)
            throws InterruptedException {
        long pause = FIRST_PAUSE;
        while (true) {
            Optional<Execution> now = store.find(id);
            long left = deadline - System.nanoTime();
            if (now.isEmpty() || now.get().status().ended() || left <= 0) {
                return now;
            }
            pause(ended, Math.min(pause, left));
            pause = Math.min(pause * 2, LONGEST_PAUSE);
        }
    }

    private static void pause(CompletableFuture<Void> ended, long nanos) throws InterruptedException {
        if (ended.isDone()) {
            TimeUnit.NANOSECONDS.sleep(nanos);
            return;
        }
        try {
            ended.get(nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            // Nothing ended here meanwhile: the store is asked again.
            return;
        } catch (ExecutionException e) {
            throw new IllegalStateException("this future is only ever completed normally", e);
        }
    }
}
