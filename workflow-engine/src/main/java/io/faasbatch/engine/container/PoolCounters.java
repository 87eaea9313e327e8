package io.faasbatch.engine.container;

/**
 * What a pool has done since the worker started.
 *
 * @param started containers that became ready
 * @param startFailures containers that did not
 * @param expired containers removed because they were idle, superseded or in the way of another function's
 * @param died containers that broke
 * @param batches sent
 * @param invocations sent
 * @param reruns invocations that were run again because their container died
 * @param repurposed containers that were wiped and given to another function
 * @param warmTaken starts for which a generic container was there or on its way
 * @param warm generic containers now
 */
public record PoolCounters(
        long started,
        long startFailures,
        long expired,
        long died,
        long batches,
        long invocations,
        long reruns,
        long repurposed,
        long warmTaken,
        int warm) {}
