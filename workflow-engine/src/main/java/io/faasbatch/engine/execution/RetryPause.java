package io.faasbatch.engine.execution;

import io.faasbatch.engine.workflow.Retry;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How long to wait before another attempt: growing by a factor, a share of it random so that a burst that failed together does not come back together. */
final class RetryPause {

    private static final Duration LONGEST = Duration.ofHours(1);

    /**
     * @param attempt the one to come, at least 2
     */
    Duration before(Retry retry, int attempt) {
        double millis = (double) retry.backoff().toMillis() * Math.pow(retry.factor(), attempt - 2.0);
        double spread = millis * retry.jitter() * (ThreadLocalRandom.current().nextDouble() * 2 - 1);
        return Duration.ofMillis(Math.clamp(Math.round(millis + spread), 0L, LONGEST.toMillis()));
    }
}
