package io.faasbatch.experiments.monitor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the machine counts since it was started. Stateless. */
final class HostCounters {

    private static final int SECTOR = 512;
    private static final int DISK_NAME = 2;
    private static final int SECTORS_WRITTEN = 9;
    private static final Pattern SPACES = Pattern.compile("\\s+");

    /** Whole disks: neither their partitions nor what is made of other disks or of memory, which would count the same bytes twice. */
    private static final Pattern DISK = Pattern.compile("(?:[shv]d|xvd)[a-z]+|nvme\\d+n\\d+|mmcblk\\d+");

    private final Path proc;

    HostCounters(Path proc) {
        this.proc = proc;
    }

    /** Bytes received on all interfaces but the loopback. */
    OptionalLong netReceived() {
        return sum("net/dev", line -> {
            int colon = line.indexOf(':');
            boolean counts = colon > 0 && !line.substring(0, colon).strip().equals("lo");
            return counts ? fields(line.substring(colon + 1)).getFirst() : "";
        });
    }

    /** Bytes written to all disks. */
    OptionalLong diskWritten() {
        OptionalLong sectors = sum("diskstats", line -> {
            List<String> fields = fields(line);
            boolean counts = fields.size() > SECTORS_WRITTEN
                    && DISK.matcher(fields.get(DISK_NAME)).matches();
            return counts ? fields.get(SECTORS_WRITTEN) : "";
        });
        return sectors.isPresent() ? OptionalLong.of(sectors.getAsLong() * SECTOR) : sectors;
    }

    @FunctionalInterface
    private interface Field {

        /** Empty when the line does not count. */
        String of(String line);
    }

    private OptionalLong sum(String file, Field field) {
        try (Stream<String> lines = Files.lines(proc.resolve(file))) {
            return OptionalLong.of(lines.map(field::of)
                    .filter(text -> !text.isEmpty())
                    .mapToLong(Long::parseLong)
                    .sum());
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    static List<String> fields(String line) {
        return List.of(SPACES.split(line.strip()));
    }
}
