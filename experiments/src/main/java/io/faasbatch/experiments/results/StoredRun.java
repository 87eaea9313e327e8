package io.faasbatch.experiments.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The files of one run.
 *
 * @param id of its configuration
 * @param repeat from 1
 */
public record StoredRun(Path folder, String id, int repeat) {

    static final String RECORD = "run.json";
    static final String INVOCATIONS = "invocations.csv";
    static final String SAMPLES = "samples.csv";
    static final String CONTAINERS = "containers.csv";

    /** Whether everything of it is there. */
    public boolean done() {
        return Files.isRegularFile(folder.resolve(RECORD));
    }

    /** Begins it anew: what is there of an earlier attempt goes. */
    public RunWriter write() throws IOException {
        return new RunWriter(folder);
    }

    public RunRecord read() throws IOException {
        return JsonFiles.read(folder.resolve(RECORD), RunRecord.class);
    }

    public List<InvocationRow> invocations() throws IOException {
        return CsvReader.read(folder.resolve(INVOCATIONS), InvocationRow.LAYOUT);
    }

    public List<SampleRow> samples() throws IOException {
        return CsvReader.read(folder.resolve(SAMPLES), SampleRow.LAYOUT);
    }

    public List<ContainerRow> containers() throws IOException {
        return CsvReader.read(folder.resolve(CONTAINERS), ContainerRow.LAYOUT);
    }
}
