package io.faasbatch.gateway.api;

import io.faasbatch.engine.app.ByteSize;
import io.faasbatch.engine.app.Check;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits of the REST API.
 *
 * @param maxWait longest time a client may wait for an execution with {@code Prefer: wait}; longer wishes are cut to it
 * @param maxWaiters most clients that wait at a time; a further one is answered at once
 * @param maxStreams most clients that watch executions at a time; a further one is refused
 * @param heartbeat longest silence while a client watches an execution
 * @param definitionAge how old a function's definition may be that a call uses, when it was changed through another gateway
 * @param definitionEntries most definitions that are kept in memory
 * @param idempotencyRetention how long the key of a synchronous call is remembered
 * @param idempotencyKeys most keys of synchronous calls that are remembered; the oldest goes first
 * @param maxInline largest input or output that is shown with its execution or invocation; of a larger one, where it is
 */
@ConfigurationProperties("faasbatch.gateway")
public record ApiSettings(
        @DefaultValue("300s") Duration maxWait,
        @DefaultValue("1000") int maxWaiters,
        @DefaultValue("1000") int maxStreams,
        @DefaultValue("15s") Duration heartbeat,
        @DefaultValue("1s") Duration definitionAge,
        @DefaultValue("10000") int definitionEntries,
        @DefaultValue("10m") Duration idempotencyRetention,
        @DefaultValue("10000") int idempotencyKeys,
        @DefaultValue("1MiB") ByteSize maxInline) {

    public ApiSettings {
        Check.range("faasbatch.gateway.max-wait", maxWait, Duration.ZERO, Duration.ofHours(1));
        Check.range("faasbatch.gateway.max-waiters", maxWaiters, 0, 100_000);
        Check.range("faasbatch.gateway.max-streams", maxStreams, 0, 100_000);
        Check.range("faasbatch.gateway.heartbeat", heartbeat, Duration.ofMillis(100), Duration.ofMinutes(10));
        Check.range("faasbatch.gateway.definition-age", definitionAge, Duration.ZERO, Duration.ofMinutes(1));
        Check.range("faasbatch.gateway.definition-entries", definitionEntries, 1, 1_000_000);
        Check.range("faasbatch.gateway.idempotency-retention", idempotencyRetention, Duration.ZERO, Duration.ofDays(1));
        Check.range("faasbatch.gateway.idempotency-keys", idempotencyKeys, 1, 1_000_000);
        Check.range("faasbatch.gateway.max-inline (bytes)", maxInline.bytes(), 0, 64L << 20);
    }
}
