package io.faasbatch.engine.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Which process was started in a folder, written into it. The start time is kept beside the process id, because ids are used again
 * for other programs.
 */
record ProcessRecord(long pid, Instant startedAt) {

    private static final String FILE = "pid";

    static ProcessRecord of(ProcessHandle process) {
        return new ProcessRecord(process.pid(), process.info().startInstant().orElse(Instant.EPOCH));
    }

    void write(Path folder) throws IOException {
        Files.write(folder.resolve(FILE), List.of(Long.toString(pid), startedAt.toString()));
    }

    static Optional<ProcessRecord> read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file);
        return lines.size() < 2
                ? Optional.empty()
                : Optional.of(new ProcessRecord(Long.parseLong(lines.get(0)), Instant.parse(lines.get(1))));
    }

    /** The process, when it still is the one that was started. */
    Optional<ProcessHandle> find() {
        return ProcessHandle.of(pid).filter(process -> of(process).equals(this));
    }
}
