package io.faasbatch.protocol;

/**
 * Body of {@code GET /metrics}: counters since the container started, and two gauges.
 *
 * @param running invocations in user code now
 * @param queued invocations that wait inside the container now
 */
public record ProxyMetrics(
        long batches, long invocations, int running, int queued, Shared shared, Store store, Http http) {

    /**
     * Calls of shared constructors.
     *
     * @param created objects made
     * @param reused calls that were given an object that existed
     */
    public record Shared(long created, long reused) {}

    /**
     * Use of {@code context.store}.
     *
     * @param reads sent to Redis
     * @param coalesced reads that were answered by one already under way
     */
    public record Store(long reads, long coalesced, long writes) {}

    /**
     * Use of {@code context.http}.
     *
     * @param reads sent to servers
     * @param coalesced requests that were answered by one already under way
     */
    public record Http(long reads, long coalesced) {}
}
