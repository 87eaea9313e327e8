package io.faasbatch.engine.invocation;

import io.faasbatch.grouping.Strategies;
import java.time.Duration;
import java.util.Optional;

/**
 * What an operator may change of a worker's {@link DispatchDefaults} while it runs.
 *
 * @param strategy a name {@link Strategies#byName} knows
 * @param interval how long a group gathers, zero or more
 * @param latencyTarget how long an invocation may take, for the strategies that plan with it; positive
 */
public record DispatchChoice(String strategy, Duration interval, Optional<Duration> latencyTarget) {

    public DispatchChoice {
        if (interval.isNegative()) {
            throw new IllegalArgumentException("interval must not be negative: " + interval);
        }
        if (latencyTarget.filter(target -> !target.isPositive()).isPresent()) {
            throw new IllegalArgumentException("latencyTarget must be positive: " + latencyTarget.get());
        }
        if (!Strategies.names().contains(strategy)) {
            throw new IllegalArgumentException("unknown strategy " + strategy + ", known: " + Strategies.names());
        }
    }
}
