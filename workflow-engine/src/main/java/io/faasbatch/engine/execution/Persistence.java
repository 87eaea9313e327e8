package io.faasbatch.engine.execution;

import io.faasbatch.engine.storage.StorageUnavailableException;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits out outages of Redis, for one execution: a checkpoint is made sooner or later, never left out. */
final class Persistence {

    private static final Logger LOG = LoggerFactory.getLogger(Persistence.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final ExecutionId execution;
    private final Timers timers;

    Persistence(ExecutionId execution, Timers timers) {
        this.execution = execution;
        this.timers = timers;
    }

    /** Repeats {@code call} until Redis answers. */
    <T> T patiently(Supplier<T> call) throws InterruptedException {
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                return call.get();
            } catch (StorageUnavailableException e) {
                if (pause.equals(FIRST_PAUSE)) {
                    LOG.warn("execution {} waits for Redis: {}", execution, e.getMessage());
                }
                timers.pause(pause);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
            }
        }
    }

    void patiently(Runnable call) throws InterruptedException {
        patiently(() -> {
            call.run();
            return Boolean.TRUE;
        });
    }
}
