package io.faasbatch.engine.app;

import io.faasbatch.engine.container.PoolLimits;
import io.faasbatch.grouping.keepalive.KeepAlive;
import io.faasbatch.grouping.keepalive.KeepAlives;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The containers of a worker.
 *
 * @param sandbox what isolates a function
 * @param dockerHost address of the Docker Engine; {@code DOCKER_HOST} or the local socket when not given
 * @param proxyJar the container proxy, for the process sandbox
 * @param maxContainers most containers of a worker at a time
 * @param maxContainersPerFunction most containers of one function on a worker at a time
 * @param keepAlive which unused containers are kept: for a fixed time, as long as their function's habits say, or as long as there is room
 * @param idleLifetime how long an unused container is kept where that is fixed or nothing else is known; zero removes it at once
 * @param containerStartTimeout how long a container may take until it can serve
 * @param maxContainerMemory most memory that all containers together may be allowed to use; four fifths of the machine's when not given
 * @param warmPool generic containers kept ready for each runtime: a number, or {@code adaptive}
 * @param warmRuntimes the runtimes that generic containers are kept of from the start; others get theirs once they are used
 * @param coreOwnership whether each container with work gets its part of the cores, by what its function needs
 */
@ConfigurationProperties("faasbatch")
public record ContainerSettings(
        @DefaultValue("docker") Kind sandbox,
        @Nullable String dockerHost,
        @Nullable Path proxyJar,
        @DefaultValue("128") int maxContainers,
        @DefaultValue("128") int maxContainersPerFunction,
        @DefaultValue("fixed") String keepAlive,
        @DefaultValue("600s") Duration idleLifetime,
        @DefaultValue("60s") Duration containerStartTimeout,
        @Nullable ByteSize maxContainerMemory,
        @DefaultValue("adaptive") String warmPool,
        @DefaultValue({"python3", "java"}) List<String> warmRuntimes,
        @DefaultValue("on") boolean coreOwnership) {

    private static final String ADAPTIVE = "adaptive";
    private static final int MOST_WARM = 1000;
    private static final long LEAST_MEMORY = 64L << 20;

    public ContainerSettings {
        Check.range("faasbatch.max-containers", maxContainers, 1, 10_000);
        Check.range("faasbatch.max-containers-per-function", maxContainersPerFunction, 1, 10_000);
        Check.range("faasbatch.idle-lifetime", idleLifetime, Duration.ZERO, Duration.ofDays(7));
        Check.range(
                "faasbatch.container-start-timeout",
                containerStartTimeout,
                Duration.ofSeconds(1),
                Duration.ofMinutes(10));
        if (maxContainerMemory != null) {
            Check.range(
                    "faasbatch.max-container-memory (bytes)", maxContainerMemory.bytes(), LEAST_MEMORY, Long.MAX_VALUE);
        }
        if (!KeepAlives.names().contains(keepAlive)) {
            throw new IllegalArgumentException(
                    "faasbatch.keep-alive must be one of " + KeepAlives.names() + ", not " + keepAlive);
        }
        warmRuntimes = List.copyOf(warmRuntimes);
        warm(warmPool).ifPresent(size -> Check.range("faasbatch.warm-pool", size, 0, MOST_WARM));
    }

    /** A new one. */
    KeepAlive keepAlivePolicy() {
        return KeepAlives.byName(keepAlive, idleLifetime).orElseThrow();
    }

    private static Optional<Integer> warm(String warmPool) {
        try {
            return warmPool.equals(ADAPTIVE) ? Optional.empty() : Optional.of(Integer.valueOf(warmPool));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "faasbatch.warm-pool must be a number or " + ADAPTIVE + ", not " + warmPool, e);
        }
    }

    /** What these say, on a machine whose own limits are {@code machine}. An idle lifetime of zero becomes the shortest there is to sweep for. */
    PoolLimits limits(PoolLimits machine, long maxValueBytes, int lentCores) {
        return new PoolLimits(
                maxContainers,
                maxContainerMemory == null ? machine.maxMemoryBytes() : maxContainerMemory.bytes(),
                machine.concurrentStarts(),
                machine.isolatedReruns(),
                idleLifetime.isZero() ? Duration.ofMillis(1) : idleLifetime,
                containerStartTimeout,
                machine.startHoldBack(),
                machine.shutdownGrace(),
                machine.maxResultBytes(),
                maxValueBytes,
                lentCores,
                warm(warmPool),
                warmRuntimes,
                machine.warmRefillPause());
    }

    /** What isolates a function. */
    public enum Kind {
        /** A container of the Docker Engine. */
        DOCKER,
        /** A plain child process of the worker: isolates nothing. */
        PROCESS;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
