package io.faasbatch.experiments.monitor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What the kernel counts for a container, read from its control group, version 1 or 2. Stateless. */
final class Cgroups {

    private static final long NANOS_PER_MICRO = 1000;

    private final Path root;

    /** @param root where the control groups are mounted: {@code /sys/fs/cgroup} */
    Cgroups(Path root) {
        this.root = root;
    }

    /** Processor time since the container was started; empty once it is gone. */
    Optional<Duration> cpu(String dockerId) {
        OptionalLong v1 = number(folders("cpuacct", dockerId), "cpuacct.usage");
        if (v1.isPresent()) {
            return Optional.of(Duration.ofNanos(v1.getAsLong()));
        }
        OptionalLong micros = field(folders("", dockerId), "cpu.stat", "usage_usec");
        return micros.isPresent()
                ? Optional.of(Duration.ofNanos(micros.getAsLong() * NANOS_PER_MICRO))
                : Optional.empty();
    }

    /** Memory in use, without the page cache that could be given back at once; empty once it is gone. */
    OptionalLong memoryBytes(String dockerId) {
        OptionalLong v1 = number(folders("memory", dockerId), "memory.usage_in_bytes");
        if (v1.isPresent()) {
            OptionalLong cache = field(folders("memory", dockerId), "memory.stat", "total_inactive_file");
            return OptionalLong.of(v1.getAsLong() - cache.orElse(0));
        }
        OptionalLong v2 = number(folders("", dockerId), "memory.current");
        OptionalLong cache = field(folders("", dockerId), "memory.stat", "inactive_file");
        return v2.isPresent() ? OptionalLong.of(v2.getAsLong() - cache.orElse(0)) : OptionalLong.empty();
    }

    /** What its processes have mapped: anonymous memory and files, each page once; empty once it is gone. */
    OptionalLong residentBytes(String dockerId) {
        List<Path> v1 = folders("memory", dockerId);
        OptionalLong anonymous = field(v1, "memory.stat", "total_rss");
        if (anonymous.isPresent()) {
            return plus(anonymous, field(v1, "memory.stat", "total_mapped_file"));
        }
        List<Path> v2 = folders("", dockerId);
        return plus(field(v2, "memory.stat", "anon"), field(v2, "memory.stat", "file_mapped"));
    }

    /** The ids of its processes, as this machine numbers them; none once it is gone. */
    List<String> processes(String dockerId) {
        return Stream.of(folders("memory", dockerId), folders("", dockerId))
                .flatMap(List::stream)
                .map(folder -> folder.resolve("cgroup.procs"))
                .filter(Files::isRegularFile)
                .findFirst()
                .map(Cgroups::lines)
                .orElse(List.of());
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }

    private static OptionalLong plus(OptionalLong bytes, OptionalLong more) {
        return bytes.isPresent() ? OptionalLong.of(bytes.getAsLong() + more.orElse(0)) : bytes;
    }

    /** Where the drivers {@code cgroupfs} and {@code systemd} put a container. */
    private List<Path> folders(String controller, String dockerId) {
        Path base = root.resolve(controller);
        return List.of(
                base.resolve("faasbatch").resolve(dockerId),
                base.resolve("faasbatch.slice").resolve("docker-" + dockerId + ".scope"),
                base.resolve("docker").resolve(dockerId),
                base.resolve("system.slice").resolve("docker-" + dockerId + ".scope"));
    }

    private static OptionalLong number(List<Path> folders, String file) {
        return read(folders, file, text -> text.strip());
    }

    private static OptionalLong field(List<Path> folders, String file, String name) {
        return read(
                folders,
                file,
                text -> text.lines()
                        .filter(line -> line.startsWith(name + " "))
                        .map(line -> line.substring(name.length() + 1))
                        .findFirst()
                        .orElse(""));
    }

    /** Empty when the group is elsewhere, is counted by another version, or has just gone. */
    private static OptionalLong read(List<Path> folders, String file, UnaryOperator<String> value) {
        Optional<Path> there = folders.stream()
                .map(folder -> folder.resolve(file))
                .filter(Files::isRegularFile)
                .findFirst();
        try {
            return there.isPresent()
                    ? OptionalLong.of(Long.parseLong(value.apply(Files.readString(there.get()))))
                    : OptionalLong.empty();
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
