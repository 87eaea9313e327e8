package io.faasbatch.engine.function;

import io.faasbatch.protocol.Isolation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes packages without reading an archive. */
public final class Packages {

    private Packages() {}

    public static FunctionDefinition definition(String name, String version, Instant now) {
        return new FunctionDefinition(
                new FunctionName(name),
                version,
                "python3",
                Optional.empty(),
                "main:handle",
                Isolation.PROCESS,
                128,
                Duration.ofSeconds(30),
                256L << 20,
                1.0,
                Optional.of(Duration.ofMillis(200)),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Map.of("SECRET", "value"),
                now);
    }

    public static FunctionPackage of(FunctionDefinition definition, byte[] archive) {
        return new FunctionPackage(definition, archive);
    }
}
