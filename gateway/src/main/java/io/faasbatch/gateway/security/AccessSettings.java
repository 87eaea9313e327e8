package io.faasbatch.gateway.security;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may use the gateway.
 *
 * @param apiKey the key of clients; the file {@code api-key} in the home folder when not given
 * @param auth whether a key is asked for
 */
@ConfigurationProperties("faasbatch")
public record AccessSettings(
        @Nullable String apiKey, @DefaultValue("required") Auth auth) {

    /** Whether a key is asked for. */
    public enum Auth {
        REQUIRED,
        /** Everybody may do everything; only on loopback. */
        OFF
    }

    @Override
    public String toString() {
        return "AccessSettings[" + auth + "]";
    }
}
