package io.faasbatch.engine.app;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where state is kept.
 *
 * @param uri {@code redis://} or {@code rediss://}, with user and password where Redis asks for them; a private Redis is started when not given
 * @param port of the private Redis, on loopback
 * @param timeout how long one command may take
 */
@ConfigurationProperties("faasbatch.redis")
public record RedisSettings(
        @Nullable URI uri,
        @DefaultValue("6380") int port,
        @DefaultValue("2s") Duration timeout) {

    public RedisSettings {
        if (uri != null && (uri.getScheme() == null || !uri.getScheme().startsWith("redis"))) {
            throw new IllegalArgumentException("faasbatch.redis.uri must begin with redis:// or rediss://");
        }
        Check.range("faasbatch.redis.port", port, 1, 65_535);
        Check.range("faasbatch.redis.timeout", timeout, Duration.ofMillis(50), Duration.ofMinutes(1));
    }

    /** The address without user and password, for a log. */
    public String place() {
        if (uri == null) {
            return "of its own at 127.0.0.1:" + port;
        }
        return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    }

    @Override
    public String toString() {
        return "RedisSettings[" + place() + "]";
    }
}
