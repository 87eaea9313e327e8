package io.faasbatch.experiments.command;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C as a wish to stop: what runs is told, and has time to keep what it has by then. To be closed when that is done, before the program exits; the program
 * then ends with the exit code that the signal gives it.
 */
public final class OnInterrupt implements AutoCloseable {

    /** How long what runs may take to keep what it has. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook;

    private OnInterrupt(Runnable stop) {
        this.hook = Thread.ofPlatform().name("interrupt").unstarted(() -> {
            stop.run();
            awaitDone();
        });
    }

    /** @param stop called by another thread, at most once */
    public static OnInterrupt call(Runnable stop) {
        OnInterrupt interrupt = new OnInterrupt(stop);
        Runtime.getRuntime().addShutdownHook(interrupt.hook);
        return interrupt;
    }

    private void awaitDone() {
        try {
            boolean _ = done.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        done.countDown();
        try {
            boolean _ = Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            System.getLogger(OnInterrupt.class.getName())
                    .log(System.Logger.Level.DEBUG, "the program is being stopped already", e);
        }
    }
}
