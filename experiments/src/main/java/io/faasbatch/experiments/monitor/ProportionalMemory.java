package io.faasbatch.experiments.monitor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The proportional set size of containers. To know it the kernel walks all pages of all their processes, which on a busy machine would disturb what is
 * measured; so each look has little time for it, and the containers take turns: whichever was read longest ago is next. Used by one thread.
 */
final class ProportionalMemory {

    /** Of each half second: 4 % of one core at most, and one container more. */
    static final Duration BUDGET = Duration.ofMillis(20);

    private static final long KIB = 1024;
    private static final String FIELD = "Pss:";

    private final Path proc;
    private final Function<String, List<String>> processes;
    private final Map<String, Long> bytes = new HashMap<>();
    private final Map<String, Long> readAt = new HashMap<>();

    /** @param processes the ids of a container's processes */
    ProportionalMemory(Path proc, Function<String, List<String>> processes) {
        this.proc = proc;
        this.processes = processes;
    }

    /** @return what was read at this look */
    Map<String, Long> look(Set<String> containers) {
        long now = System.nanoTime();
        bytes.keySet().retainAll(containers);
        readAt.keySet().retainAll(containers);
        Map<String, Long> fresh = new HashMap<>();
        for (String container : longestAgo(containers, now)) {
            if (System.nanoTime() - now > BUDGET.toNanos()) {
                break;
            }
            readAt.put(container, now);
            OptionalLong read = read(processes.apply(container));
            if (read.isPresent()) {
                fresh.put(container, read.getAsLong());
            }
        }
        bytes.putAll(fresh);
        return fresh;
    }

    /** Of all containers, as far as they were read by now; empty when none could be. */
    OptionalLong total() {
        return bytes.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(
                        bytes.values().stream().mapToLong(Long::longValue).sum());
    }

    private List<String> longestAgo(Set<String> containers, long now) {
        return containers.stream()
                .sorted((a, b) -> Long.compare(age(b, now), age(a, now)))
                .toList();
    }

    private long age(String container, long now) {
        Long read = readAt.get(container);
        return read == null ? Long.MAX_VALUE : now - read;
    }

    /** Processes that end meanwhile count nothing; empty when none could be read. */
    private OptionalLong read(List<String> pids) {
        List<Long> sizes = pids.stream().flatMap(this::pss).toList();
        return sizes.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(sizes.stream().mapToLong(Long::longValue).sum());
    }

    private Stream<Long> pss(String pid) {
        try {
            return Files.readAllLines(proc.resolve(pid).resolve("smaps_rollup")).stream()
                    .filter(line -> line.startsWith(FIELD))
                    .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * KIB);
        } catch (IOException e) {
            return Stream.of();
        }
    }
}
