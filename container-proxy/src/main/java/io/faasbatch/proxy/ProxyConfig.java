package io.faasbatch.proxy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Settings of the program, from its environment.
 *
 * @param host {@code FAASBATCH_PROXY_HOST}, the address to listen on; default 0.0.0.0
 * @param port {@code FAASBATCH_PROXY_PORT}; default 5000, 0 for any free one
 * @param portFile {@code FAASBATCH_PROXY_PORT_FILE}, where the port is written once requests are taken; default none
 * @param ownRuntime {@code FAASBATCH_RUNTIME}, the language of functions that bring this container's image; default none
 * @param codeDir {@code FAASBATCH_CODE_DIR}, where the function is unpacked; default {@code /code}. It is emptied
 * @param contained {@code FAASBATCH_CONTAINED}, whether this program has a container of its own, in which it may end every other process; default false
 */
record ProxyConfig(
        String host,
        int port,
        Optional<Path> portFile,
        Optional<String> ownRuntime,
        Path codeDir,
        boolean contained,
        Limits limits) {

    private static final int DEFAULT_PORT = 5000;
    private static final int MAX_PORT = 65_535;

    static ProxyConfig from(Map<String, String> env) {
        return new ProxyConfig(
                env.getOrDefault("FAASBATCH_PROXY_HOST", "0.0.0.0"),
                Math.toIntExact(number(env, "FAASBATCH_PROXY_PORT", DEFAULT_PORT, 0, MAX_PORT)),
                Optional.ofNullable(env.get("FAASBATCH_PROXY_PORT_FILE")).map(Path::of),
                Optional.ofNullable(env.get("FAASBATCH_RUNTIME")),
                Path.of(env.getOrDefault("FAASBATCH_CODE_DIR", "/code")),
                Boolean.parseBoolean(env.get("FAASBATCH_CONTAINED")),
                Limits.from(env));
    }

    static long number(Map<String, String> env, String name, long otherwise, long min, long max) {
        String text = env.get(name);
        if (text == null || text.isBlank()) {
            return otherwise;
        }
        try {
            long value = Long.parseLong(text.strip());
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " is no whole number: " + text, e);
        }
        throw new IllegalArgumentException(name + " must be from " + min + " to " + max + ": " + text);
    }
}
