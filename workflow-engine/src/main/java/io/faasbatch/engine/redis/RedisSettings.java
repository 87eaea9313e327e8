package io.faasbatch.engine.redis;

import java.net.URI;
import java.time.Duration;

/**
 * Where Redis is and how long things are kept in it.
 *
 * @param uri {@code redis://[user:]password@host:port/database}, or {@code rediss:} for TLS
 * @param connectTimeout most time for a connection to be made
 * @param commandTimeout most time for an answer; afterwards Redis counts as unavailable
 * @param retention how long a finished execution or invocation is kept
 * @param idempotencyRetention how long an idempotency key is remembered after its first use
 * @param versionRetention how long a version is kept that is no longer current; longer than any execution that was started with it
 * @param lease how long a worker may keep silent about what it has claimed before another may claim it
 * @param inlineLimit in bytes; a larger value is a key of its own and not part of the state around it
 * @param journalCapacity most ended invocations that wait in memory to be written
 * @param deadLetters what is kept of work that was given up
 */
public record RedisSettings(
        URI uri,
        Duration connectTimeout,
        Duration commandTimeout,
        Duration retention,
        Duration idempotencyRetention,
        Duration versionRetention,
        Duration lease,
        int inlineLimit,
        int journalCapacity,
        DeadLetterLimits deadLetters) {

    public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(2);
    public static final Duration DEFAULT_COMMAND_TIMEOUT = Duration.ofSeconds(5);
    public static final Duration DEFAULT_RETENTION = Duration.ofHours(24);
    public static final Duration DEFAULT_IDEMPOTENCY_RETENTION = Duration.ofHours(24);
    public static final Duration DEFAULT_VERSION_RETENTION = Duration.ofDays(32);
    public static final Duration DEFAULT_LEASE = Duration.ofSeconds(8);
    public static final int DEFAULT_INLINE_LIMIT = 64 * 1024;
    public static final int DEFAULT_JOURNAL_CAPACITY = 10_000;

    public RedisSettings {
        String scheme = uri.getScheme();
        if (uri.getHost() == null || !("redis".equals(scheme) || "rediss".equals(scheme))) {
            throw new IllegalArgumentException("not a Redis address, such as redis://:password@localhost:6379");
        }
        positive("connectTimeout", connectTimeout);
        positive("commandTimeout", commandTimeout);
        positive("retention", retention);
        positive("idempotencyRetention", idempotencyRetention);
        positive("versionRetention", versionRetention);
        positive("lease", lease);
        if (inlineLimit < 1 || journalCapacity < 1) {
            throw new IllegalArgumentException("inlineLimit and journalCapacity are at least 1");
        }
    }

    /** The defaults, for the Redis at {@code uri}. */
    public static RedisSettings of(String uri) {
        return new RedisSettings(
                URI.create(uri),
                DEFAULT_CONNECT_TIMEOUT,
                DEFAULT_COMMAND_TIMEOUT,
                DEFAULT_RETENTION,
                DEFAULT_IDEMPOTENCY_RETENTION,
                DEFAULT_VERSION_RETENTION,
                DEFAULT_LEASE,
                DEFAULT_INLINE_LIMIT,
                DEFAULT_JOURNAL_CAPACITY,
                DeadLetterLimits.DEFAULT);
    }

    public RedisSettings withTimeouts(Duration connect, Duration command) {
        return new RedisSettings(
                uri,
                connect,
                command,
                retention,
                idempotencyRetention,
                versionRetention,
                lease,
                inlineLimit,
                journalCapacity,
                deadLetters);
    }

    public RedisSettings withRetention(Duration of) {
        return new RedisSettings(
                uri,
                connectTimeout,
                commandTimeout,
                of,
                idempotencyRetention,
                versionRetention,
                lease,
                inlineLimit,
                journalCapacity,
                deadLetters);
    }

    public RedisSettings withLease(Duration of) {
        return new RedisSettings(
                uri,
                connectTimeout,
                commandTimeout,
                retention,
                idempotencyRetention,
                versionRetention,
                of,
                inlineLimit,
                journalCapacity,
                deadLetters);
    }

    public RedisSettings withDeadLetters(DeadLetterLimits of) {
        return new RedisSettings(
                uri,
                connectTimeout,
                commandTimeout,
                retention,
                idempotencyRetention,
                versionRetention,
                lease,
                inlineLimit,
                journalCapacity,
                of);
    }

    private static void positive(String name, Duration value) {
        if (value.toMillis() < 1) {
            throw new IllegalArgumentException(name + " is at least 1 ms: " + value);
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "RedisSettings[" + uri.getScheme() + "://" + uri.getHost() + ":" + uri.getPort() + "]";
    }
}
