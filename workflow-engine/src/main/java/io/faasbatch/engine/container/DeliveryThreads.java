package io.faasbatch.engine.container;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Where batches are delivered, each on a thread of its own. The first ones take platform threads: one that waits for an answer is woken by it, while a
 * virtual thread is found by a poller, which wakes a carrier. That is a tenth of a short call. Beyond those come virtual threads, which need less memory.
 */
final class DeliveryThreads implements Executor, AutoCloseable {

    private static final int MOST_PLATFORM_THREADS = 32;
    private static final int KEPT_SECONDS = 60;

    private final ThreadPoolExecutor first = new ThreadPoolExecutor(
            0,
            MOST_PLATFORM_THREADS,
            KEPT_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Thread.ofPlatform().name("delivery-", 0).daemon().factory(),
            (delivery, _) -> Thread.startVirtualThread(delivery));

    @Override
    public void execute(Runnable delivery) {
        first.execute(delivery);
    }

    /** What is under way goes on. */
    @Override
    public void close() {
        first.shutdown();
    }
}
