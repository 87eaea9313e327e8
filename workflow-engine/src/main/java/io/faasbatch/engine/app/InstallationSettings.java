package io.faasbatch.engine.app;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What belongs to one installation, gateway and worker alike.
 *
 * @param home folder of everything that is written; {@code ~/.faasbatch} when not given
 * @param clusterToken shared by gateways and workers; the file {@code cluster-token} in {@code home} when not given
 */
@ConfigurationProperties("faasbatch")
public record InstallationSettings(
        @Nullable String home, @Nullable String clusterToken) {

    /** The folder, absolute. */
    public Path homeFolder() {
        String user = System.getProperty("user.home", "");
        if (home == null || home.isBlank()) {
            return Path.of(user, ".faasbatch");
        }
        return home.startsWith("~/")
                ? Path.of(user, home.substring(2))
                : Path.of(home).toAbsolutePath();
    }

    @Override
    public String toString() {
        return "InstallationSettings[" + homeFolder() + "]";
    }
}
