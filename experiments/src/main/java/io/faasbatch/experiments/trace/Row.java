package io.faasbatch.experiments.trace;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One line of a file of comma-separated values, without quoting, which no trace needs.
 *
 * @param columns where each field stands, by the header's names
 * @param starts the first character of each field, from 1
 */
record Row(Path file, int line, Map<String, Integer> columns, List<String> fields, List<Integer> starts) {

    /** Above every time and number that a trace has, and small enough for nanoseconds. */
    private static final BigDecimal LARGEST = BigDecimal.valueOf(1_000_000_000L);

    private static final int MOST_DIGITS = 40;

    static Row of(Path file, int line, Map<String, Integer> columns, String text) {
        List<String> fields = new ArrayList<>();
        List<Integer> starts = new ArrayList<>();
        int from = 0;
        for (int comma = text.indexOf(','); comma >= 0; comma = text.indexOf(',', from)) {
            fields.add(text.substring(from, comma).strip());
            starts.add(from + 1);
            from = comma + 1;
        }
        fields.add(text.substring(from).strip());
        starts.add(from + 1);
        return new Row(file, line, columns, fields, starts);
    }

    boolean has(String column) {
        Integer index = columns.get(column);
        return index != null && !fields.get(index).isEmpty();
    }

    String text(String column) throws MalformedTraceException {
        String text = field(column);
        if (text.isEmpty()) {
            throw fault(column, "is empty");
        }
        return text;
    }

    Duration millis(String column) throws MalformedTraceException {
        return nanos(number(column, 0), 1_000_000);
    }

    Duration seconds(String column) throws MalformedTraceException {
        return nanos(number(column, 0), 1_000_000_000);
    }

    int input(String column) throws MalformedTraceException {
        BigDecimal number = number(column, 1);
        if (number.stripTrailingZeros().scale() > 0 || number.compareTo(BigDecimal.valueOf(90)) > 0) {
            throw fault(column, "must be a whole number from 1 to 90, not '" + field(column) + "'");
        }
        return number.intValue();
    }

    /** A whole number of things; nothing at all is none. */
    int count(String column, int most) throws MalformedTraceException {
        String text = field(column);
        if (text.isEmpty()) {
            return 0;
        }
        try {
            int count = Integer.parseInt(text);
            if (count >= 0 && count <= most) {
                return count;
            }
        } catch (NumberFormatException e) {
            throw fault(column, "must be a whole number, not '" + text + "'");
        }
        throw fault(column, "must be from 0 to " + most + ", not '" + text + "'");
    }

    private BigDecimal number(String column, int least) throws MalformedTraceException {
        String text = text(column);
        try {
            BigDecimal number = text.length() > MOST_DIGITS ? LARGEST.add(BigDecimal.ONE) : new BigDecimal(text);
            if (number.compareTo(BigDecimal.valueOf(least)) >= 0 && number.compareTo(LARGEST) <= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw fault(column, "must be a number, not '" + text + "'");
        }
        throw fault(column, "must be from " + least + " to " + LARGEST + ", not '" + text + "'");
    }

    private static Duration nanos(BigDecimal number, long unit) {
        return Duration.ofNanos(number.multiply(BigDecimal.valueOf(unit)).longValue());
    }

    private String field(String column) throws MalformedTraceException {
        Integer index = columns.get(column);
        if (index == null) {
            throw new MalformedTraceException(file, line, 1, "there is no column " + column);
        }
        return fields.get(index);
    }

    MalformedTraceException fault(String column, String what) {
        int start = starts.get(columns.getOrDefault(column, 0));
        return new MalformedTraceException(file, line, start, column + " " + what);
    }
}
