package io.faasbatch.engine.redis;

import java.time.Duration;

/**
 * What is kept of work that was given up.
 *
 * @param retention how long each is kept
 * @param most of them; the oldest go first
 */
public record DeadLetterLimits(Duration retention, int most) {

    public static final DeadLetterLimits DEFAULT = new DeadLetterLimits(Duration.ofDays(7), 10_000);

    public DeadLetterLimits {
        if (retention.toMillis() < 1 || most < 1) {
            throw new IllegalArgumentException("retention is at least 1 ms, most at least 1");
        }
    }
}
