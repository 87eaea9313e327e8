package io.faasbatch.engine.app;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where state is kept.
 *
 * @param uri {@code redis://} or {@code rediss://}, with user and password where Redis asks for them
 * @param timeout how long one command may take
 */
@ConfigurationProperties("faasbatch.redis")
public record RedisSettings(
        @DefaultValue("redis://127.0.0.1:6379") URI uri,
        @DefaultValue("2s") Duration timeout) {

    public RedisSettings {
        if (uri.getScheme() == null || !uri.getScheme().startsWith("redis")) {
            throw new IllegalArgumentException("faasbatch.redis.uri must begin with redis:// or rediss://");
        }
        Check.range("faasbatch.redis.timeout", timeout, Duration.ofMillis(50), Duration.ofMinutes(1));
    }

    /** The address without user and password, for a log. */
    public String place() {
        return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    }

    @Override
    public String toString() {
        return "RedisSettings[" + place() + "]";
    }
}
