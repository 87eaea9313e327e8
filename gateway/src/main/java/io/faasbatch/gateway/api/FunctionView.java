package io.faasbatch.gateway.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.faasbatch.engine.function.FunctionDefinition;
import io.faasbatch.protocol.Isolation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A function as clients see it; times in milliseconds.
 *
 * @param env only the names: values may be secrets
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record FunctionView(
        String name,
        String version,
        String runtime,
        @Nullable String image,
        String handler,
        Isolation isolation,
        int concurrency,
        long timeout,
        long memoryBytes,
        double cpus,
        @Nullable Long dispatchInterval,
        @Nullable String strategy,
        @Nullable Long latencyTarget,
        List<String> shared,
        List<String> env,
        boolean coalesceHttp,
        Instant createdAt) {

    static FunctionView of(FunctionDefinition function) {
        return new FunctionView(
                function.name().value(),
                function.version(),
                function.runtime(),
                function.image().orElse(null),
                function.handler(),
                function.isolation(),
                function.concurrency(),
                function.timeout().toMillis(),
                function.memoryBytes(),
                function.cpus(),
                function.dispatchInterval().map(Duration::toMillis).orElse(null),
                function.strategy().orElse(null),
                function.latencyTarget().map(Duration::toMillis).orElse(null),
                function.shared(),
                function.env().keySet().stream().sorted().toList(),
                function.coalesceHttp(),
                function.createdAt());
    }
}
