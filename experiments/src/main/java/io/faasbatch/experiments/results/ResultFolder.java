package io.faasbatch.experiments.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The folder of one experiment's results. Holds nothing but where it is: what is on disk is the state. */
public final class ResultFolder {

    private static final String EXPERIMENT = "experiment.json";
    private static final String RUNS = "runs";

    private final Path path;

    private ResultFolder(Path path) {
        this.path = path;
    }

    /** The same folder again, when it is there already. */
    public static ResultFolder create(Path path, ExperimentRecord experiment) throws IOException {
        Files.createDirectories(path.resolve(RUNS));
        ResultFolder folder = new ResultFolder(path);
        folder.write(experiment);
        return folder;
    }

    /** @throws NoSuchFileException when there are no results in it */
    public static ResultFolder open(Path path) throws IOException {
        if (!Files.isRegularFile(path.resolve(EXPERIMENT))) {
            throw new NoSuchFileException(path.toString(), null, "is not a folder of results: it has no " + EXPERIMENT);
        }
        return new ResultFolder(path);
    }

    public Path path() {
        return path;
    }

    /** Where the files under the names and columns of the original's artifact stand. */
    public Path artifact() throws IOException {
        return Files.createDirectories(path.resolve("artifact"));
    }

    /** In place of what was there, at once. */
    public void write(ExperimentRecord experiment) throws IOException {
        JsonFiles.write(path.resolve(EXPERIMENT), experiment);
    }

    public ExperimentRecord experiment() throws IOException {
        return JsonFiles.read(path.resolve(EXPERIMENT), ExperimentRecord.class);
    }

    /** @param id of a configuration */
    public StoredRun run(String id, int repeat) {
        return new StoredRun(path.resolve(RUNS).resolve(id).resolve(Integer.toString(repeat)), id, repeat);
    }

    public StoredRun run(Map<String, String> configuration, int repeat) throws IOException {
        return run(experiment().idOf(configuration), repeat);
    }

    /** Those that are done, by configuration and repeat, in the order of their names. */
    public List<StoredRun> runs() throws IOException {
        List<StoredRun> runs = new ArrayList<>();
        for (Path configuration : folders(path.resolve(RUNS))) {
            for (Path repeat : folders(configuration)) {
                String number = String.valueOf(repeat.getFileName());
                if (number.matches("[1-9][0-9]{0,5}")) {
                    runs.add(run(String.valueOf(configuration.getFileName()), Integer.parseInt(number)));
                }
            }
        }
        return runs.stream()
                .filter(StoredRun::done)
                .sorted(Comparator.comparing(StoredRun::id).thenComparingInt(StoredRun::repeat))
                .toList();
    }

    private static List<Path> folders(Path in) throws IOException {
        if (!Files.isDirectory(in)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(in)) {
            return entries.filter(Files::isDirectory).sorted().toList();
        }
    }
}
