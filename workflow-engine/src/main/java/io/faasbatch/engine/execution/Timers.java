package io.faasbatch.engine.execution;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Runs short tasks later. */
public interface Timers extends AutoCloseable {

    /** Runs {@code task}, which must not wait, once {@code delay} has passed. The answer takes it back. */
    Runnable after(Duration delay, Runnable task);

    /** Lets the calling thread wait. */
    void pause(Duration pause) throws InterruptedException;

    @Override
    void close();

    /** Timers of the system's clock, on one thread. */
    static Timers system() {
        ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("timers").factory());
        thread.setRemoveOnCancelPolicy(true);
        return new Timers() {
            @Override
            public Runnable after(Duration delay, Runnable task) {
                var scheduled = thread.schedule(task, Math.max(0, delay.toNanos()), TimeUnit.NANOSECONDS);
                return () -> scheduled.cancel(false);
            }

            @Override
            public void pause(Duration pause) throws InterruptedException {
                Thread.sleep(pause);
            }

            @Override
            public void close() {
                thread.shutdownNow();
            }
        };
    }
}
