package io.faasbatch.experiments.system;

import java.nio.file.Path;

/**
 * What a system is started from.
 *
 * @param home where it writes; nobody else's
 * @param port of its gateway
 */
public record Installation(Path java, Path gatewayJar, Path home, int port) {

    /** Where all that it prints goes. */
    public Path log() {
        return home.resolve("logs/gateway.log");
    }
}
