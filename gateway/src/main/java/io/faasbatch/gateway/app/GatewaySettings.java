package io.faasbatch.gateway.app;

import io.faasbatch.engine.app.Check;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A gateway's own place in the network.
 *
 * @param address the interface it listens on
 * @param port it listens on; 0 takes a free one
 */
@ConfigurationProperties("faasbatch.gateway")
public record GatewaySettings(
        @DefaultValue("127.0.0.1") String address,
        @DefaultValue("7000") int port) {

    public GatewaySettings {
        Check.range("faasbatch.gateway.port", port, 0, 65_535);
    }
}
