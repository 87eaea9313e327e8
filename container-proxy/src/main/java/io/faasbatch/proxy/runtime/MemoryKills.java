package io.faasbatch.proxy.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** How many processes of this container the kernel has killed because the container's memory was used up, from its control group (version 1 or 2). */
public final class MemoryKills {

    private static final List<Path> FILES =
            List.of(Path.of("/sys/fs/cgroup/memory/memory.oom_control"), Path.of("/sys/fs/cgroup/memory.events"));
    private static final String COUNTER = "oom_kill ";

    private MemoryKills() {}

    /** Zero where it cannot be told. */
    public static long count() {
        return FILES.stream()
                .filter(Files::isReadable)
                .flatMap(MemoryKills::lines)
                .filter(line -> line.startsWith(COUNTER))
                .mapToLong(
                        line -> Long.parseLong(line.substring(COUNTER.length()).strip()))
                .findFirst()
                .orElse(0);
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            return Stream.empty(); // not told here
        }
    }
}
