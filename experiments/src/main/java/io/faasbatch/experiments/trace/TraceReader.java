package io.faasbatch.experiments.trace;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads a trace in any of the forms of {@link TraceFormat}, told by its header. */
public final class TraceReader {

    /** Most arrivals of a trace. */
    static final int MOST_ARRIVALS = 1_000_000;

    private final Path file;

    private TraceReader(Path file) {
        this.file = file;
    }

    /** @throws MalformedTraceException when it is not a trace; says where */
    public static Trace read(Path file) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            return new TraceReader(file).read(reader);
        } catch (CharacterCodingException e) {
            throw new MalformedTraceException(file, 1, 1, "is not text in UTF-8");
        }
    }

    private Trace read(BufferedReader reader) throws IOException {
        String header = reader.readLine();
        if (header == null) {
            throw new MalformedTraceException(file, 1, 1, "is empty");
        }
        Map<String, Integer> columns = columns(header);
        TraceFormat format = TraceFormat.of(columns.keySet())
                .orElseThrow(() -> new MalformedTraceException(
                        file, 1, 1, "the header must have the columns of one of: " + TraceFormat.known()));
        List<Arrival> arrivals = new ArrayList<>();
        int line = 1;
        for (String text = reader.readLine(); text != null; text = reader.readLine()) {
            line++;
            if (!text.isBlank()) {
                arrivals.add(format.read(row(line, columns, text)));
            }
            if (arrivals.size() > MOST_ARRIVALS) {
                throw new MalformedTraceException(file, line, 1, "has more than " + MOST_ARRIVALS + " arrivals");
            }
        }
        return new Trace(String.valueOf(file.getFileName()), arrivals);
    }

    private Map<String, Integer> columns(String header) throws MalformedTraceException {
        Row names = Row.of(file, 1, Map.of(), header);
        Map<String, Integer> columns = new HashMap<>();
        for (int i = 0; i < names.fields().size(); i++) {
            if (columns.putIfAbsent(names.fields().get(i), i) != null) {
                throw new MalformedTraceException(
                        file,
                        1,
                        names.starts().get(i),
                        "column " + names.fields().get(i) + " is there twice");
            }
        }
        return columns;
    }

    private Row row(int line, Map<String, Integer> columns, String text) throws MalformedTraceException {
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
}
