package io.faasbatch.experiments.trace;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A file of comma-separated values with a header, read line by line. Used by one thread. */
final class Csv implements AutoCloseable {

    private final Path file;
    private final BufferedReader reader;
    private final Map<String, Integer> columns;
    private int line = 1;

    private Csv(Path file, BufferedReader reader) throws IOException {
        this.file = file;
        this.reader = reader;
        String header = readLine();
        if (header == null) {
            throw new MalformedTraceException(file, 1, 1, "is empty");
        }
        this.columns = columns(header);
    }

    static Csv open(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new FileSystemException(file.toString(), null, "is a folder, not a file");
        }
        BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
        try {
            return new Csv(file, reader);
        } catch (IOException e) {
            reader.close();
            throw e;
        }
    }

    Path file() {
        return file;
    }

    /** Where each column stands, from 0. */
    Map<String, Integer> columns() {
        return columns;
    }

    /** The next line that is not blank; empty at the end. */
    Optional<Row> next() throws IOException {
        for (String text = readLine(); text != null; text = readLine()) {
            line++;
            if (!text.isBlank()) {
                return Optional.of(row(text));
            }
        }
        return Optional.empty();
    }

    private @Nullable String readLine() throws IOException {
        try {
            return reader.readLine();
        } catch (CharacterCodingException e) {
            throw new MalformedTraceException(file, line, 1, "is not text in UTF-8 from about here");
        }
    }

    private Map<String, Integer> columns(String header) throws MalformedTraceException {
        Row names = Row.of(file, 1, Map.of(), header);
        Map<String, Integer> found = new HashMap<>();
        for (int i = 0; i < names.fields().size(); i++) {
            if (found.putIfAbsent(names.fields().get(i), i) != null) {
                throw new MalformedTraceException(
                        file,
                        1,
                        names.starts().get(i),
                        "column " + names.fields().get(i) + " is there twice");
            }
        }
        return Map.copyOf(found);
    }

    private Row row(String text) throws MalformedTraceException {
        Row row = Row.of(file, line, columns, text);
        if (row.fields().size() != columns.size()) {
            int column = row.fields().size() < columns.size()
                    ? text.length() + 1
                    : row.starts().get(columns.size());
            throw new MalformedTraceException(
                    file, line, column, row.fields().size() + " fields, but " + columns.size() + " in the header");
        }
        return row;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
