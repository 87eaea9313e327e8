package io.faasbatch.gateway.security;

import io.faasbatch.engine.app.BindAddress;
import io.faasbatch.engine.app.SecretFile;
import io.faasbatch.engine.http.BearerSecret;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a client must show, and where a person finds it.
 *
 * @param secret empty when nothing is asked for
 * @param whereabouts of the key, for the start line; never the key itself
 */
public record Access(Optional<BearerSecret> secret, String whereabouts) {

    /** @throws io.faasbatch.engine.app.StartException when the key is not usable */
    public static Access of(AccessSettings settings, Path home) {
        return switch (settings.auth()) {
            case OFF -> new Access(Optional.empty(), "no key is asked for");
            case REQUIRED -> {
                SecretFile file = SecretFile.apiKey(home);
                BearerSecret secret = new BearerSecret(file.secret(settings.apiKey()));
                yield new Access(
                        Optional.of(secret), settings.apiKey() == null ? "key in " + file.file() : "key as configured");
            }
        };
    }

    /** @throws io.faasbatch.engine.app.StartException when the address can be reached from outside and no key is asked for */
    public InetAddress bind(String address) {
        return BindAddress.checked(address, "faasbatch.gateway.address", secret.isPresent());
    }
}
