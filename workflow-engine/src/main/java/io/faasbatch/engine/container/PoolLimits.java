package io.faasbatch.engine.container;

import io.faasbatch.protocol.ValueReference;
import java.time.Duration;

/**
 * The limits of a worker's containers.
 *
 * @param maxContainers most containers at a time, at least 1
 * @param concurrentStarts most containers that are being started at a time, at least 1
 * @param isolatedReruns most containers that each try one invocation again whose container died, at least 1
 * @param idleLifetime how long a container is kept without work
 * @param startTimeout from the request to the Engine until the proxy answers, and again until the function is loaded
 * @param startHoldBack how long a function whose container could not be started waits before the next is tried
 * @param shutdownGrace how long running invocations may take to end when the worker stops
 * @param maxResultBytes longest line a container may answer
 * @param maxValueBytes of one value that an input or output refers to
 */
public record PoolLimits(
        int maxContainers,
        int concurrentStarts,
        int isolatedReruns,
        Duration idleLifetime,
        Duration startTimeout,
        Duration startHoldBack,
        Duration shutdownGrace,
        int maxResultBytes,
        long maxValueBytes) {

    /** A container whose function has a newer version is kept this long without work at most. */
    static final Duration SUPERSEDED_LIFETIME = Duration.ofSeconds(10);

    private static final long MEMORY_PER_CONTAINER = 256L << 20;

    public PoolLimits {
        if (maxContainers < 1 || concurrentStarts < 1 || isolatedReruns < 1 || maxResultBytes < 1) {
            throw new IllegalArgumentException(
                    "maxContainers, concurrentStarts, isolatedReruns and maxResultBytes must be at least 1");
        }
        if (maxValueBytes < 1 || maxValueBytes > ValueReference.MAX_BYTES) {
            throw new IllegalArgumentException("maxValueBytes is 1 to " + ValueReference.MAX_BYTES);
        }
        if (!idleLifetime.isPositive() || !startTimeout.isPositive()) {
            throw new IllegalArgumentException("idleLifetime and startTimeout must be above 0");
        }
        if (startHoldBack.isNegative() || shutdownGrace.isNegative()) {
            throw new IllegalArgumentException("startHoldBack and shutdownGrace must not be negative");
        }
    }

    /** What fits a machine: a container per 256 MiB of four fifths of its memory, and two starts per core. */
    public static PoolLimits forMachine(long memoryBytes, int cpus) {
        int containers = Math.clamp(memoryBytes / 5 * 4 / MEMORY_PER_CONTAINER, 1, 1024);
        return new PoolLimits(
                containers,
                2 * cpus,
                4,
                Duration.ofSeconds(600),
                Duration.ofSeconds(60),
                Duration.ofSeconds(1),
                Duration.ofSeconds(10),
                64 << 20,
                ValueReference.MAX_BYTES);
    }

    public PoolLimits withMaxContainers(int max) {
        return new PoolLimits(
                max,
                concurrentStarts,
                isolatedReruns,
                idleLifetime,
                startTimeout,
                startHoldBack,
                shutdownGrace,
                maxResultBytes,
                maxValueBytes);
    }

    /** Zero, which is to be at once, becomes the shortest time there is to sweep for. */
    public PoolLimits withIdleLifetime(Duration other) {
        return new PoolLimits(
                maxContainers,
                concurrentStarts,
                isolatedReruns,
                other.isZero() ? Duration.ofMillis(1) : other,
                startTimeout,
                startHoldBack,
                shutdownGrace,
                maxResultBytes,
                maxValueBytes);
    }

    public PoolLimits withStartTimeout(Duration other) {
        return new PoolLimits(
                maxContainers,
                concurrentStarts,
                isolatedReruns,
                idleLifetime,
                other,
                startHoldBack,
                shutdownGrace,
                maxResultBytes,
                maxValueBytes);
    }

    public PoolLimits withMaxValueBytes(long other) {
        return new PoolLimits(
                maxContainers,
                concurrentStarts,
                isolatedReruns,
                idleLifetime,
                startTimeout,
                startHoldBack,
                shutdownGrace,
                maxResultBytes,
                other);
    }
}
