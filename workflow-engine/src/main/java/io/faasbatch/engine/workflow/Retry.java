package io.faasbatch.engine.workflow;

import java.time.Duration;
import java.util.Set;

/**
 * When a failed attempt is made again.
 *
 * @param attempts most attempts in all, at least 1
 * @param backoff wait before the second attempt
 * @param factor what the wait grows by with each further attempt, at least 1
 * @param jitter share of the wait that is random, 0 to 1
 * @param on types of errors that are tried again; empty means every type. {@code FunctionError} stands for whatever user code throws
 */
public record Retry(int attempts, Duration backoff, double factor, double jitter, Set<String> on) {

    /** One attempt. */
    public static final Retry NONE = new Retry(1, Duration.ZERO, 1, 0, Set.of());

    public Retry {
        on = Set.copyOf(on);
    }
}
