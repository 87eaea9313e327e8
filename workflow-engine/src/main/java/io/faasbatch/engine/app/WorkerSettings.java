package io.faasbatch.engine.app;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A worker's own place in the network.
 *
 * @param address the interface it listens on
 * @param port it listens on; 0 takes a free one
 * @param url how gateways reach it; {@code http://address:port} when not given
 * @param lease how long it counts as alive after its last announcement; it announces itself three times as often
 * @param maxExecutions most executions and asynchronous calls it has under way at a time; the others wait in Redis
 * @param shutdownTimeout how long running invocations are waited for at the end
 */
@ConfigurationProperties("faasbatch.worker")
public record WorkerSettings(
        @DefaultValue("127.0.0.1") String address,
        @DefaultValue("8000") int port,
        @Nullable URI url,
        @DefaultValue("6s") Duration lease,
        @DefaultValue("10000") int maxExecutions,
        @DefaultValue("20s") Duration shutdownTimeout) {

    public WorkerSettings {
        Check.range("faasbatch.worker.port", port, 0, 65_535);
        Check.range("faasbatch.worker.lease", lease, Duration.ofSeconds(1), Duration.ofMinutes(5));
        Check.range("faasbatch.worker.max-executions", maxExecutions, 1, 1_000_000);
        Check.range("faasbatch.worker.shutdown-timeout", shutdownTimeout, Duration.ZERO, Duration.ofMinutes(10));
        if (url != null && !Optional.ofNullable(url.getScheme()).orElse("").startsWith("http")) {
            throw new IllegalArgumentException("faasbatch.worker.url must begin with http:// or https://, not " + url);
        }
    }

    /** How gateways reach it, when it listens on {@code boundPort}. */
    public URI reachableAt(int boundPort) {
        String host = address.contains(":") && !address.startsWith("[") ? "[" + address + "]" : address;
        return url == null ? URI.create("http://" + host + ":" + boundPort) : url;
    }
}
