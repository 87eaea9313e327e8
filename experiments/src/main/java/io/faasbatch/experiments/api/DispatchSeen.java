package io.faasbatch.experiments.api;

import java.util.OptionalDouble;

/**
 * What the system's metrics say of dispatching; nothing is known when the gateway has no worker inside.
 *
 * @param pending invocations that wait to be dispatched
 * @param batches since the worker was started
 * @param batched invocations in them
 */
public record DispatchSeen(OptionalDouble pending, OptionalDouble batches, OptionalDouble batched) {

    private static final String QUEUE = "faasbatch_queue_length{queue=\"pending\"}";
    private static final String BATCHES = "faasbatch_batch_size_count";
    private static final String BATCHED = "faasbatch_batch_size_sum";

    /** @param metrics in Prometheus' text format */
    static DispatchSeen of(String metrics) {
        return new DispatchSeen(
                Metric.value(metrics, QUEUE), Metric.value(metrics, BATCHES), Metric.value(metrics, BATCHED));
    }
}
