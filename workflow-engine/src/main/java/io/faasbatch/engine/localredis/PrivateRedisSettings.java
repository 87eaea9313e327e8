package io.faasbatch.engine.localredis;

import java.nio.file.Path;
import java.util.List;

/**
 * Where the private Redis lives.
 *
 * @param home {@code FAASBATCH_HOME}: its data go to {@code redis/}, its log to {@code logs/redis.log}, its password to {@code redis-password}
 * @param port it listens on
 * @param bind addresses it listens on, at least one
 * @param program {@code redis-server}, or the path of another
 * @param stopOnClose whether it ends with this program; otherwise it stays, and the next start finds it
 */
public record PrivateRedisSettings(Path home, int port, List<String> bind, String program, boolean stopOnClose) {

    public static final int DEFAULT_PORT = 6380;
    public static final String DEFAULT_BIND = "127.0.0.1";
    public static final String DEFAULT_PROGRAM = "redis-server";

    public PrivateRedisSettings {
        home = home.toAbsolutePath().normalize();
        bind = List.copyOf(bind);
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("not a port: " + port);
        }
        if (bind.isEmpty() || bind.stream().anyMatch(address -> !address.matches("[0-9A-Za-z.:*-]+"))) {
            throw new IllegalArgumentException("not addresses to listen on: " + bind);
        }
    }

    /** The defaults: on loopback only, and ended with this program. */
    public static PrivateRedisSettings in(Path home) {
        return new PrivateRedisSettings(home, DEFAULT_PORT, List.of(DEFAULT_BIND), DEFAULT_PROGRAM, true);
    }

    public PrivateRedisSettings withPort(int other) {
        return new PrivateRedisSettings(home, other, bind, program, stopOnClose);
    }

    public PrivateRedisSettings withProgram(String other) {
        return new PrivateRedisSettings(home, port, bind, other, stopOnClose);
    }

    public PrivateRedisSettings withStopOnClose(boolean other) {
        return new PrivateRedisSettings(home, port, bind, program, other);
    }

    Path data() {
        return home.resolve("redis");
    }

    Path log() {
        return home.resolve("logs").resolve("redis.log");
    }

    /** The address this program itself uses. */
    String ownAddress() {
        String first = bind.contains(DEFAULT_BIND) ? DEFAULT_BIND : bind.getFirst();
        return switch (first) {
            case "0.0.0.0", "*" -> DEFAULT_BIND;
            case "::" -> "::1";
            default -> first;
        };
    }
}
