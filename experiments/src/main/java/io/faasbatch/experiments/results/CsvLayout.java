package io.faasbatch.experiments.results;

import java.math.BigDecimal;
import java.util.List;
import java.util.function.Function;

/**
 * How rows of one kind stand in a file.
 *
 * @param columns the header
 * @param fields of a row, one for each column
 */
record CsvLayout<T>(List<String> columns, Function<T, List<String>> fields, Reading<T> reading) {

    private static final int DECIMALS = 3;
    private static final double UNIT = 1e3;

    /** Makes a row of what was read. */
    @FunctionalInterface
    interface Reading<T> {

        T of(CsvRow row) throws MalformedResultException;
    }

    /** Three decimals at most; nothing for what is not a number. */
    static String decimal(double value) {
        if (!Double.isFinite(value)) {
            return "";
        }
        return BigDecimal.valueOf(Math.round(value * UNIT), DECIMALS)
                .stripTrailingZeros()
                .toPlainString();
    }
}
