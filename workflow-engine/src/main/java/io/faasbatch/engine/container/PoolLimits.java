package io.faasbatch.engine.container;

import io.faasbatch.protocol.ValueReference;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The limits of a worker's containers.
 *
 * @param maxContainers most containers at a time, at least 1
 * @param maxMemoryBytes most memory that all containers together may be allowed to use, above 0
 * @param concurrentStarts most containers that are being created at a time, at least 1
 * @param isolatedReruns most containers that each try invocations again whose container died, at least 1
 * @param idleLifetime how long a container is kept without work
 * @param startTimeout from the request to the Engine until the proxy answers, and again until the function is loaded
 * @param startHoldBack how long a function whose container could not be started waits before the next is tried; longer after each failure in a row
 * @param shutdownGrace how long running invocations may take to end when the worker stops
 * @param maxResultBytes longest line a container may answer
 * @param maxValueBytes of one value that an input or output refers to
 * @param lentCores cores that a container may use while others leave them idle; 0 for no more than its own
 * @param warmContainers generic containers to be kept ready of each of {@code warmRuntimes}; empty for a number that follows demand
 * @param warmRuntimes runtimes that generic containers are kept of from the start
 * @param warmRefillPause how long after one was taken the next is started, so that it is not in the way of what took it
 */
public record PoolLimits(
        int maxContainers,
        long maxMemoryBytes,
        int concurrentStarts,
        int isolatedReruns,
        Duration idleLifetime,
        Duration startTimeout,
        Duration startHoldBack,
        Duration shutdownGrace,
        int maxResultBytes,
        long maxValueBytes,
        int lentCores,
        Optional<Integer> warmContainers,
        List<String> warmRuntimes,
        Duration warmRefillPause) {

    /** A container whose function has a newer version is kept this long without work at most. */
    static final Duration SUPERSEDED_LIFETIME = Duration.ofSeconds(10);

    private static final long MEMORY_PER_CONTAINER = 256L << 20;

    public PoolLimits {
        warmRuntimes = List.copyOf(warmRuntimes);
        atLeastOne("maxContainers", maxContainers);
        atLeastOne("maxMemoryBytes", maxMemoryBytes);
        atLeastOne("concurrentStarts", concurrentStarts);
        atLeastOne("isolatedReruns", isolatedReruns);
        atLeastOne("maxResultBytes", maxResultBytes);
        if (maxValueBytes < 1 || maxValueBytes > ValueReference.MAX_BYTES) {
            throw new IllegalArgumentException("maxValueBytes is 1 to " + ValueReference.MAX_BYTES);
        }
        if (!idleLifetime.isPositive() || !startTimeout.isPositive()) {
            throw new IllegalArgumentException("idleLifetime and startTimeout must be above 0");
        }
        if (startHoldBack.isNegative() || shutdownGrace.isNegative() || warmRefillPause.isNegative()) {
            throw new IllegalArgumentException("startHoldBack, shutdownGrace and warmRefillPause must not be negative");
        }
        if (warmContainers.filter(size -> size < 0).isPresent()) {
            throw new IllegalArgumentException("warmContainers must not be negative");
        }
    }

    private static void atLeastOne(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1: " + value);
        }
    }

    /** What fits a machine: four fifths of its memory, a container per 256 MiB of them, and two starts per core. */
    public static PoolLimits forMachine(long memoryBytes, int cpus) {
        long forContainers = Math.max(1, memoryBytes / 5 * 4);
        return new PoolLimits(
                Math.clamp(forContainers / MEMORY_PER_CONTAINER, 1, 1024),
                forContainers,
                2 * cpus,
                4,
                Duration.ofSeconds(600),
                Duration.ofSeconds(60),
                Duration.ofSeconds(1),
                Duration.ofSeconds(10),
                64 << 20,
                ValueReference.MAX_BYTES,
                0,
                Optional.empty(),
                List.of(),
                Duration.ofSeconds(1));
    }
}
