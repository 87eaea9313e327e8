package io.faasbatch.experiments.compare;

import io.faasbatch.experiments.load.LoadResult;
import io.faasbatch.experiments.monitor.Usage;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * One run of the trace through one strategy.
 *
 * @param repeat from 0
 * @param target the latency target the strategy was given
 */
record Run(String strategy, int repeat, Optional<Duration> target, LoadResult result, Usage usage) {

    /** Whether its figures count: it was neither stopped nor sent otherwise than it was meant to be. */
    boolean counts() {
        return !result.partial() && result.punctuality().kept();
    }

    /** Whether all of it was sent, but not on schedule. */
    boolean late() {
        return !result.partial() && !result.punctuality().kept();
    }

    /** How many containers there were: those that were seen, and those too short-lived to be seen that answered. */
    int containers() {
        Set<String> all = new HashSet<>(usage.containers());
        all.addAll(result.containers());
        return all.size();
    }
}
