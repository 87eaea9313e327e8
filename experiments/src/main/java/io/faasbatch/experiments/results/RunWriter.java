package io.faasbatch.experiments.results;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes one run: rows while it goes, its record at the end. Without {@link #finish} it counts as not done, and is run again. Threads may write rows at the same
 * time.
 */
public final class RunWriter implements Closeable {

    private final Path folder;
    private final CsvWriter<InvocationRow> invocations;
    private final CsvWriter<SampleRow> samples;
    private final CsvWriter<ContainerRow> containers;

    RunWriter(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder);
        Files.deleteIfExists(folder.resolve(StoredRun.RECORD));
        invocations = new CsvWriter<>(folder.resolve(StoredRun.INVOCATIONS), InvocationRow.LAYOUT);
        samples = new CsvWriter<>(folder.resolve(StoredRun.SAMPLES), SampleRow.LAYOUT);
        containers = new CsvWriter<>(folder.resolve(StoredRun.CONTAINERS), ContainerRow.LAYOUT);
    }

    public void invocation(InvocationRow row) throws IOException {
        invocations.write(row);
    }

    public void sample(SampleRow row) throws IOException {
        samples.write(row);
    }

    public void container(ContainerRow row) throws IOException {
        containers.write(row);
    }

    /** Everything is there now. No row can follow. */
    public void finish(RunRecord record) throws IOException {
        close();
        JsonFiles.write(folder.resolve(StoredRun.RECORD), record);
    }

    @Override
    public void close() throws IOException {
        try (invocations;
                samples) {
            containers.close();
        }
    }
}
