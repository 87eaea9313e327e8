package io.faasbatch.grouping.simulation;

import java.time.Duration;

/**
 * One invocation that was served, with its four latencies.
 *
 * @param arrival what arrived
 * @param scheduling from its arrival until it was with a container, cold start excluded
 * @param coldStart how long it waited for a container to start
 * @param queueing inside the container, until it ran
 * @param execution while it ran
 */
public record Served(Arrival arrival, Duration scheduling, Duration coldStart, Duration queueing, Duration execution) {

    /** From its arrival to its end. */
    public Duration total() {
        return scheduling.plus(coldStart).plus(queueing).plus(execution);
    }
}
