package io.faasbatch.experiments.results;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads comma-separated values (RFC 4180), and knows where everything stands. Used by one thread. */
final class CsvReader<T> implements Closeable {

    private static final int END = -1;

    private final Path file;
    private final CsvLayout<T> layout;
    private final BufferedReader reader;
    private int line = 1;
    private int column = 1;
    private int next;

    private CsvReader(Path file, CsvLayout<T> layout) throws IOException {
        this.file = file;
        this.layout = layout;
        reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
        next = reader.read();
    }

    /** All rows. Columns may stand in any order, others are ignored. */
    static <T> List<T> read(Path file, CsvLayout<T> layout) throws IOException {
        try (CsvReader<T> csv = new CsvReader<>(file, layout)) {
            return csv.rows();
        } catch (CharacterCodingException e) {
            throw new MalformedResultException(file, 1, 1, "is not text in UTF-8");
        }
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    private List<T> rows() throws IOException {
        if (next == END) {
            throw new MalformedResultException(file, 1, 1, "is empty");
        }
        CsvRow header = row(Map.of());
        Map<String, Integer> columns = columns(header);
        List<T> rows = new ArrayList<>();
        while (next != END) {
            rows.add(layout.reading().of(complete(row(columns), columns)));
        }
        return rows;
    }

    private Map<String, Integer> columns(CsvRow header) throws MalformedResultException {
        Map<String, Integer> columns = new HashMap<>();
        for (int i = 0; i < header.fields().size(); i++) {
            if (columns.putIfAbsent(header.fields().get(i), i) != null) {
                throw fault(header.places().get(i), "column " + header.fields().get(i) + " is there twice");
            }
        }
        for (String wanted : layout.columns()) {
            if (!columns.containsKey(wanted)) {
                throw fault(header.places().getFirst(), "there is no column " + wanted);
            }
        }
        return columns;
    }

    private CsvRow complete(CsvRow row, Map<String, Integer> columns) throws MalformedResultException {
        int count = row.fields().size();
        if (count == columns.size()) {
            return row;
        }
        CsvRow.Place place = count > columns.size()
                ? row.places().get(columns.size())
                : row.places().getLast();
        throw fault(place, count + " fields, but " + columns.size() + " in the header");
    }

    /** Up to the end of a record; line ends within quotes belong to the field. */
    private CsvRow row(Map<String, Integer> columns) throws IOException {
        List<String> fields = new ArrayList<>();
        List<CsvRow.Place> places = new ArrayList<>();
        boolean more = true;
        while (more) {
            places.add(new CsvRow.Place(line, column));
            fields.add(next == '"' ? quoted() : plain());
            more = next == ',';
            if (more) {
                advance();
            }
        }
        endOfRecord();
        return new CsvRow(file, columns, fields, places);
    }

    private String plain() throws IOException {
        StringBuilder text = new StringBuilder();
        while (next != END && next != ',' && next != '\n' && next != '\r') {
            if (next == '"') {
                throw fault(new CsvRow.Place(line, column), "a quote within a field that does not begin with one");
            }
            text.append((char) advance());
        }
        return text.toString();
    }

    private String quoted() throws IOException {
        CsvRow.Place start = new CsvRow.Place(line, column);
        StringBuilder text = new StringBuilder();
        advance();
        while (true) {
            if (next == END) {
                throw fault(start, "a quoted field that does not end");
            }
            int character = advance();
            if (character != '"') {
                text.append((char) character);
            } else if (next == '"') {
                text.append((char) advance());
            } else {
                return text.toString();
            }
        }
    }

    private void endOfRecord() throws IOException {
        if (next == '\r') {
            advance();
        }
        if (next != '\n' && next != END) {
            throw fault(new CsvRow.Place(line, column), "text after the end of a quoted field");
        }
        if (next == '\n') {
            advance();
        }
    }

    private int advance() throws IOException {
        int current = next;
        column++;
        if (current == '\n') {
            line++;
            column = 1;
        }
        next = reader.read();
        return current;
    }

    private MalformedResultException fault(CsvRow.Place place, String what) {
        return new MalformedResultException(file, place.line(), place.column(), what);
    }
}
