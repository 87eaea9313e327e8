package io.faasbatch.experiments.peers;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What the original FaaSBatch (github.com/dscLabJNU/FaaSBatch, its Python engine and container code) took for the same workloads on a machine of two cores:
 * medians of clean repeats, good to about a third. Measured once, for this comparison; it is not run here.
 */
record Original(String name, Map<Cell, Double> figures) {

    /** Its settings: strategy, interval in seconds, and which metadata store. */
    static final List<Original> ALL = List.of(
            of(
                    "Batching 0.2 http",
                    1441,
                    1123,
                    201,
                    226,
                    1374,
                    693,
                    297,
                    800,
                    901,
                    1,
                    6,
                    157,
                    157,
                    Double.NaN,
                    Double.NaN,
                    0.6),
            of(
                    "Batching 0.2 redis",
                    1122,
                    873,
                    201,
                    213,
                    1218,
                    479,
                    258,
                    714,
                    916,
                    1,
                    8,
                    172,
                    172,
                    Double.NaN,
                    Double.NaN,
                    0.6),
            of(
                    "Batching 0.05 redis",
                    1062,
                    714,
                    50,
                    67,
                    2016,
                    285,
                    196,
                    730,
                    1121,
                    2,
                    12,
                    150,
                    150,
                    Double.NaN,
                    Double.NaN,
                    0.6),
            of(
                    "BaseBatching 0.2 http",
                    10868,
                    1178,
                    201,
                    229,
                    21812,
                    6700,
                    2692,
                    13036,
                    14606,
                    40,
                    87,
                    325,
                    325,
                    Double.NaN,
                    Double.NaN,
                    0.6));

    Original {
        figures = Map.copyOf(figures);
    }

    private static Original of(String name, double... inOrder) {
        Map<Cell, Double> figures = new EnumMap<>(Cell.class);
        int index = 0;
        for (Cell cell : Cell.values()) {
            figures.put(cell, inOrder[index]);
            index++;
        }
        return new Original(name, figures);
    }

    double figure(Cell cell) {
        return Objects.requireNonNull(figures.get(cell));
    }

    /** The best that any of them did. */
    static double best(Cell cell) {
        return ALL.stream().mapToDouble(original -> original.figure(cell)).min().orElse(Double.NaN);
    }
}
