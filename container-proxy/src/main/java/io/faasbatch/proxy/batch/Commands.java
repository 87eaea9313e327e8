package io.faasbatch.proxy.batch;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs commands one at a time, in the order they were given: what they share needs no other guard. A platform thread that gives one while none is run runs it
 * itself, with all that are given meanwhile, so that nobody has to be woken; one that gives a command while another thread is at it goes on at once.
 *
 * <p>A virtual thread only gives commands: while user code hogs every carrier it might stop in the middle of one, and everything with it. A platform thread of
 * the queue's own runs them then; it is also the alarm clock.
 */
final class Commands implements AutoCloseable {

    private final Queue<Runnable> given = new ConcurrentLinkedQueue<>();

    /** Commands that were given and have not ended; whoever makes it one runs them until it is zero. */
    private final AtomicInteger open = new AtomicInteger();

    private final ScheduledThreadPoolExecutor own = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("run-queue").daemon().factory());

    Commands() {
        own.setRemoveOnCancelPolicy(true);
        own.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    void execute(Runnable command) {
        given.add(command);
        if (open.getAndIncrement() == 0) {
            if (Thread.currentThread().isVirtual()) {
                runElsewhere();
            } else {
                runAll();
            }
        }
    }

    /** Runs the command when {@code nanos} have passed, unless it is cancelled or this closed before. */
    Future<?> after(long nanos, Runnable command) {
        return own.schedule(() -> execute(command), nanos, TimeUnit.NANOSECONDS);
    }

    private void runElsewhere() {
        try {
            own.execute(this::runAll);
        } catch (RejectedExecutionException e) {
            runAll(); // closed: nothing is left that could be held up
        }
    }

    private void runAll() {
        do {
            run(given.remove());
        } while (open.decrementAndGet() > 0);
    }

    /** One that fails takes no other with it. */
    private static void run(Runnable command) {
        try {
            command.run();
        } catch (RuntimeException | Error e) {
            Thread here = Thread.currentThread();
            here.getUncaughtExceptionHandler().uncaughtException(here, e);
        }
    }

    /** Alarms are forgotten; commands still run. */
    @Override
    public void close() {
        own.shutdown();
    }
}
