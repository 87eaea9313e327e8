package io.faasbatch.engine.function;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.faasbatch.protocol.Isolation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A deployed function: what {@code function.yaml} says, checked, with the defaults filled in. Immutable per version.
 *
 * @param version SHA-256 of the package, in hex
 * @param runtime {@code python3}, {@code java} or {@code nodejs}; the image's own when {@code image} is given
 * @param image a custom image that keeps the container proxy's contract
 * @param concurrency most invocations that run in one container at a time, at least 1
 * @param memoryBytes of the container
 * @param cpus cores of the container, above 0
 * @param dispatchInterval overrides the worker's default
 * @param strategy overrides the worker's default
 * @param latencyTarget how long an invocation may take from its arrival to its end, for strategies that aim at it
 * @param repurpose whether a container may be wiped and change hands between this and another function
 * @param coalesceHttp whether identical GETs under way in one container are one; not when it is absent
 */
public record FunctionDefinition(
        FunctionName name,
        String version,
        String runtime,
        Optional<String> image,
        String handler,
        Isolation isolation,
        int concurrency,
        Duration timeout,
        long memoryBytes,
        double cpus,
        Optional<Duration> dispatchInterval,
        Optional<String> strategy,
        Optional<Duration> latencyTarget,
        boolean repurpose,
        List<String> shared,
        Map<String, String> env,
        Boolean coalesceHttp,
        Instant createdAt) {

    @JsonCreator
    public FunctionDefinition {
        shared = List.copyOf(shared);
        env = Map.copyOf(env);
        coalesceHttp = coalesceHttp == null ? Boolean.FALSE : coalesceHttp;
    }

    /** One of an ordinary kind: its containers may change hands, its GETs each go out on their own. */
    public FunctionDefinition(
            FunctionName name,
            String version,
            String runtime,
            Optional<String> image,
            String handler,
            Isolation isolation,
            int concurrency,
            Duration timeout,
            long memoryBytes,
            double cpus,
            Optional<Duration> dispatchInterval,
            Optional<String> strategy,
            Optional<Duration> latencyTarget,
            List<String> shared,
            Map<String, String> env,
            Instant createdAt) {
        this(
                name,
                version,
                runtime,
                image,
                handler,
                isolation,
                concurrency,
                timeout,
                memoryBytes,
                cpus,
                dispatchInterval,
                strategy,
                latencyTarget,
                true,
                shared,
                env,
                false,
                createdAt);
    }
}
