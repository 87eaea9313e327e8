package io.faasbatch.engine.app;

import io.faasbatch.engine.callback.CallbackHosts;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Asynchronous calls: how often they are tried, what is kept of those that failed, and where their end is announced.
 *
 * @param asyncAttempts how often a call is tried whose function fails
 * @param deadLetterRetention how long a dead letter is kept
 * @param deadLetters most dead letters; the oldest go first
 * @param callbackHosts where callbacks may go: {@code [http://]host[:port]}, host may be {@code *.suffix}; none by default
 * @param callbackSecret signs callbacks; needed when there are hosts
 * @param callbackAttempts how often a callback is tried
 * @param callbackPause before the second try; it doubles from then on
 * @param callbackTimeout of one try
 */
@ConfigurationProperties("faasbatch")
public record CallSettings(
        @DefaultValue("1") int asyncAttempts,
        @DefaultValue("7d") Duration deadLetterRetention,
        @DefaultValue("10000") int deadLetters,
        @DefaultValue("") List<String> callbackHosts,
        @Nullable String callbackSecret,
        @DefaultValue("10") int callbackAttempts,
        @DefaultValue("7s") Duration callbackPause,
        @DefaultValue("10s") Duration callbackTimeout) {

    public CallSettings {
        callbackHosts = List.copyOf(callbackHosts);
        Check.range("faasbatch.async-attempts", asyncAttempts, 1, 100);
        Check.range(
                "faasbatch.dead-letter-retention", deadLetterRetention, Duration.ofMinutes(1), Duration.ofDays(365));
        Check.range("faasbatch.dead-letters", deadLetters, 1, 1_000_000);
        Check.range("faasbatch.callback-attempts", callbackAttempts, 1, 100);
        Check.range("faasbatch.callback-pause", callbackPause, Duration.ofMillis(10), Duration.ofMinutes(30));
        Check.range("faasbatch.callback-timeout", callbackTimeout, Duration.ofMillis(10), Duration.ofMinutes(5));
        boolean secret = callbackSecret != null && !callbackSecret.isBlank();
        if (!new CallbackHosts(callbackHosts).isEmpty() && !secret) {
            throw new IllegalArgumentException("faasbatch.callback-secret is needed, since there are callback-hosts");
        }
    }

    /** Where callbacks may go. */
    public CallbackHosts hosts() {
        return new CallbackHosts(callbackHosts);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "CallSettings[asyncAttempts=" + asyncAttempts + ", callbackHosts=" + callbackHosts + "]";
    }
}
