package io.faasbatch.experiments.monitor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A process of this machine, as {@code /proc} shows it: the worker's own. */
final class HostProcess {

    /** Of the kernel's interface on every architecture there is. */
    private static final long TICKS_PER_SECOND = 100;

    private static final long KIB = 1024;
    private static final int USER_TIME = 11;

    private final Path folder;

    HostProcess(Path proc, long pid) {
        this.folder = proc.resolve(Long.toString(pid));
    }

    /** Processor time of all its threads; empty when it is gone. */
    Optional<Duration> cpu() {
        try {
            String stat = Files.readString(folder.resolve("stat"));
            // The name, in brackets, may hold anything.
            List<String> fields =
                    List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
            long ticks = Long.parseLong(fields.get(USER_TIME)) + Long.parseLong(fields.get(USER_TIME + 1));
            return Optional.of(Duration.ofMillis(ticks * 1000 / TICKS_PER_SECOND));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Resident memory; empty when it is gone. */
    OptionalLong memoryBytes() {
        try {
            return Files.readAllLines(folder.resolve("status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * KIB)
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
