package io.faasbatch.experiments.trace;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How long the invocations of one function take: the percentiles that the Azure Functions dataset of 2019 gives. Between two of them, durations are taken to be
 * spread evenly. They are percentiles of averages over half a minute, so that the true ones lie further apart.
 *
 * @param millis at each of {@link #SHARES}, none less than the one before
 */
record DurationPercentiles(List<Double> millis) {

    private static final List<String> PERCENTILES = List.of("0", "1", "25", "50", "75", "99", "100");
    private static final List<Double> SHARES = PERCENTILES.stream()
            .map(percentile -> Double.parseDouble(percentile) / 100)
            .toList();
    private static final List<String> KEY = List.of("HashOwner", "HashApp", "HashFunction");
    private static final double NANOS_PER_MILLI = 1e6;

    DurationPercentiles {
        millis = List.copyOf(millis);
    }

    /** All functions of a file, by {@link #key}. */
    static Map<String, DurationPercentiles> read(Path file) throws IOException {
        Map<String, DurationPercentiles> functions = new HashMap<>();
        try (Csv csv = Csv.open(file)) {
            for (Optional<Row> row = csv.next(); row.isPresent(); row = csv.next()) {
                functions.putIfAbsent(key(row.get()), of(row.get()));
            }
        }
        return functions;
    }

    /** What names a function in all files of the dataset. */
    static String key(Row row) throws MalformedTraceException {
        List<String> parts = new ArrayList<>();
        for (String column : KEY) {
            parts.add(row.text(column));
        }
        return String.join(",", parts);
    }

    private static DurationPercentiles of(Row row) throws MalformedTraceException {
        List<Double> millis = new ArrayList<>();
        for (String percentile : PERCENTILES) {
            String column = "percentile_Average_" + percentile;
            double value = row.millis(column).toNanos() / NANOS_PER_MILLI;
            if (!millis.isEmpty() && value < millis.getLast()) {
                throw row.fault(column, "must not be less than the percentile before");
            }
            millis.add(value);
        }
        return new DurationPercentiles(millis);
    }

    /**
     * The duration that {@code share} of the invocations stay below: the inverse of the distribution.
     *
     * @param share from 0 to 1
     */
    Duration at(double share) {
        int above = 1;
        while (above < SHARES.size() - 1 && share > SHARES.get(above)) {
            above++;
        }
        double width = SHARES.get(above) - SHARES.get(above - 1);
        double part = (share - SHARES.get(above - 1)) / width;
        double value = millis.get(above - 1) + part * (millis.get(above) - millis.get(above - 1));
        return Duration.ofNanos(Math.round(value * NANOS_PER_MILLI));
    }
}
