package io.faasbatch.gateway.worker;

import io.faasbatch.engine.app.ByteSize;
import io.faasbatch.engine.app.Check;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How a gateway talks to its workers.
 *
 * @param maxConnections most connections to one worker, and most calls that wait for one
 * @param connectTimeout how long a connection may take to be made, or to become free
 * @param questionTimeout how long a worker may take to say how it is
 * @param callMargin how much longer than the function's timeout a call may take
 * @param idleConnections how long an unused connection is kept
 * @param maxAnswer largest answer of a worker
 */
@ConfigurationProperties("faasbatch.gateway.worker")
public record WorkerLinkSettings(
        @DefaultValue("1000") int maxConnections,
        @DefaultValue("2s") Duration connectTimeout,
        @DefaultValue("3s") Duration questionTimeout,
        @DefaultValue("15s") Duration callMargin,
        @DefaultValue("30s") Duration idleConnections,
        @DefaultValue("64MiB") ByteSize maxAnswer) {

    private static final Duration SHORT = Duration.ofMillis(10);
    private static final Duration LONG = Duration.ofMinutes(5);

    public WorkerLinkSettings {
        Check.range("faasbatch.gateway.worker.max-connections", maxConnections, 1, 100_000);
        Check.range("faasbatch.gateway.worker.connect-timeout", connectTimeout, SHORT, LONG);
        Check.range("faasbatch.gateway.worker.question-timeout", questionTimeout, SHORT, LONG);
        Check.range("faasbatch.gateway.worker.call-margin", callMargin, SHORT, LONG);
        Check.range("faasbatch.gateway.worker.idle-connections", idleConnections, SHORT, LONG);
    }

    int maxResponse() {
        return maxAnswer.intBytes();
    }
}
