package io.faasbatch.engine.app;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
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
 * @param idleLifetime how long an unused container is kept; zero removes it at once
 * @param containerStartTimeout how long a container may take until it can serve
 */
@ConfigurationProperties("faasbatch")
public record ContainerSettings(
        @DefaultValue("docker") Kind sandbox,
        @Nullable String dockerHost,
        @Nullable Path proxyJar,
        @DefaultValue("128") int maxContainers,
        @DefaultValue("128") int maxContainersPerFunction,
        @DefaultValue("600s") Duration idleLifetime,
        @DefaultValue("60s") Duration containerStartTimeout) {

    public ContainerSettings {
        Check.range("faasbatch.max-containers", maxContainers, 1, 10_000);
        Check.range("faasbatch.max-containers-per-function", maxContainersPerFunction, 1, 10_000);
        Check.range("faasbatch.idle-lifetime", idleLifetime, Duration.ZERO, Duration.ofDays(7));
        Check.range(
                "faasbatch.container-start-timeout",
                containerStartTimeout,
                Duration.ofSeconds(1),
                Duration.ofMinutes(10));
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
