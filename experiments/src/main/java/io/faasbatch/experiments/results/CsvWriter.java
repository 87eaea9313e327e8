package io.faasbatch.experiments.results;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Writes rows as comma-separated values (RFC 4180). Threads take turns. */
public final class CsvWriter<T> implements Closeable {

    private final CsvLayout<T> layout;
    private final BufferedWriter writer;

    CsvWriter(Path file, CsvLayout<T> layout) throws IOException {
        this.layout = layout;
        writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
        writer.write(line(layout.columns()));
    }

    public synchronized void write(T row) throws IOException {
        writer.write(line(layout.fields().apply(row)));
    }

    @Override
    public synchronized void close() throws IOException {
        writer.close();
    }

    /** A line of comma-separated values, for files of other columns than a run's. */
    public static String line(List<String> fields) {
        return fields.stream().map(CsvWriter::quoted).collect(Collectors.joining(",", "", "\n"));
    }

    private static String quoted(String field) {
        boolean plain = field.chars().noneMatch(c -> c == '"' || c == ',' || c == '\n' || c == '\r');
        return plain ? field : '"' + field.replace("\"", "\"\"") + '"';
    }
}
