package io.faasbatch.experiments.results;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One record of a file of comma-separated values.
 *
 * @param columns where each field stands, by the header's names
 * @param places where each field begins
 */
record CsvRow(Path file, Map<String, Integer> columns, List<String> fields, List<Place> places) {

    /**
     * A place in a file.
     *
     * @param line from 1
     * @param column from 1
     */
    record Place(int line, int column) {}

    String text(String column) {
        return fields.get(columns.getOrDefault(column, 0));
    }

    /** Not a number when the field is empty. */
    double decimal(String column) throws MalformedResultException {
        String text = text(column);
        if (text.isEmpty()) {
            return Double.NaN;
        }
        try {
            double value = Double.parseDouble(text);
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw fault(column, "must be a number, not '" + text + "'");
        }
        throw fault(column, "must be a finite number, not '" + text + "'");
    }

    int whole(String column) throws MalformedResultException {
        try {
            return Integer.parseInt(text(column));
        } catch (NumberFormatException e) {
            throw fault(column, "must be a whole number, not '" + text(column) + "'");
        }
    }

    boolean yes(String column) throws MalformedResultException {
        return switch (text(column)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw fault(column, "must be true or false, not '" + text(column) + "'");
        };
    }

    <E extends Enum<E>> E choice(String column, Class<E> choices) throws MalformedResultException {
        try {
            return Enum.valueOf(choices, text(column));
        } catch (IllegalArgumentException e) {
            String known =
                    Arrays.stream(choices.getEnumConstants()).map(Enum::name).collect(Collectors.joining(", "));
            throw fault(column, "must be one of " + known + ", not '" + text(column) + "'");
        }
    }

    private MalformedResultException fault(String column, String what) {
        Place place = places.get(columns.getOrDefault(column, 0));
        return new MalformedResultException(file, place.line(), place.column(), column + " " + what);
    }
}
