package io.faasbatch.engine.worker;

import io.faasbatch.engine.storage.StorageUnavailableException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Forgets dead letters whose time is over, also while no new ones come. Its thread owns all it does. */
public final class DeadLetterTrim implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterTrim.class);

    private final DeadLetters letters;
    private final Duration every;
    private final Backoff.Pause pause;
    private final Thread thread = Thread.ofVirtual().name("dead-letter-trim").unstarted(this::trimUntilClosed);

    public DeadLetterTrim(DeadLetters letters, Duration every) {
        this(letters, every, Thread::sleep);
    }

    DeadLetterTrim(DeadLetters letters, Duration every, Backoff.Pause pause) {
        this.letters = letters;
        this.every = every;
        this.pause = pause;
    }

    public void start() {
        thread.start();
    }

    private void trimUntilClosed() {
        try {
            while (true) {
                trim();
                pause.take(every);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void trim() {
        try {
            int forgotten = 0;
            for (int some = letters.trim(); some > 0; some = letters.trim()) {
                forgotten += some;
            }
            if (forgotten > 0) {
                LOG.info("{} dead letters are forgotten: they are too old or too many", forgotten);
            }
        } catch (StorageUnavailableException e) {
            LOG.debug("dead letters stay while Redis is away", e);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
