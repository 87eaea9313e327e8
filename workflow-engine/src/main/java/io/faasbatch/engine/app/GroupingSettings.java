package io.faasbatch.engine.app;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How invocations are batched, where a function does not say otherwise.
 *
 * @param strategy by name
 * @param dispatchInterval how long a group may gather; zero dispatches at once
 * @param maxPending most invocations that wait on one worker; more are refused with 503
 * @param maxPendingPerFunction most invocations of one function that wait on one worker; more are refused with 429
 * @param latencyTarget how long an invocation may take; derived from each function's own run times when not given
 */
@ConfigurationProperties("faasbatch")
public record GroupingSettings(
        @DefaultValue("adaptive") String strategy,
        @DefaultValue("200ms") Duration dispatchInterval,
        @DefaultValue("20000") int maxPending,
        @DefaultValue("10000") int maxPendingPerFunction,
        @Nullable Duration latencyTarget) {

    public GroupingSettings {
        if (strategy.isBlank()) {
            throw new IllegalArgumentException(
                    "faasbatch.strategy must name a strategy, such as adaptive or faasbatch");
        }
        Check.range("faasbatch.dispatch-interval", dispatchInterval, Duration.ZERO, Duration.ofMinutes(1));
        if (latencyTarget != null) {
            Check.range("faasbatch.latency-target", latencyTarget, Duration.ofMillis(1), Duration.ofHours(1));
        }
        Check.range("faasbatch.max-pending", maxPending, 1, 1_000_000);
        Check.range("faasbatch.max-pending-per-function", maxPendingPerFunction, 1, 1_000_000);
    }
}
