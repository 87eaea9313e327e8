package io.faasbatch.gateway.app;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whether the gateway is a worker as well.
 *
 * @param embeddedWorker when a worker runs inside the gateway
 */
@ConfigurationProperties("faasbatch")
public record EmbeddingSettings(@DefaultValue("auto") Embedding embeddedWorker) {

    /** When a worker runs inside the gateway. */
    public enum Embedding {
        /** When none is registered as the gateway starts. */
        AUTO,
        ALWAYS,
        NEVER
    }
}
