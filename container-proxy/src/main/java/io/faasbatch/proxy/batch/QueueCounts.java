package io.faasbatch.proxy.batch;

/**
 * What a {@link RunQueue} has done and holds.
 *
 * @param batches accepted
 * @param invocations accepted
 * @param running in the runtime now
 * @param waiting for their turn now
 */
public record QueueCounts(long batches, long invocations, int running, int waiting) {}
