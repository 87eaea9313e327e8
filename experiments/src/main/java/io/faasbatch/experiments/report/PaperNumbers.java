package io.faasbatch.experiments.report;

import io.faasbatch.experiments.summary.Figure;
import io.faasbatch.experiments.summary.Figures;
import io.faasbatch.experiments.summary.Latency;
import io.faasbatch.experiments.summary.Statistic;
import java.util.List;
import java.util.Set;

/**
 * What the paper's own measurements come to: Wu et al., FaaSBatch, ICDCS 2023, recomputed from the csv files of its artifact (github.com/dscLabJNU/FaaSBatch). Each number is the mean, over
 * eight dispatch intervals from 0.01 s to 0.5 s, of another strategy's figure divided by that of FaaSBatch.
 */
final class PaperNumbers {

    static final String SOURCE = "Wu et al., FaaSBatch, ICDCS 2023; recomputed from the csv files of its artifact";

    /** Experiments of ours that are the paper's as well. */
    private static final Set<String> EXPERIMENTS =
            Set.of("dispatch-interval-sensitivity", "e2e-latency-and-colocation");

    /** What the ratios are of, in the order of {@link Row#ratios}; its latencies end at the worker, its memory and processor time are the machine's. */
    static final List<Figure> FIGURES = List.of(
            Figures.latency(Latency.END_TO_END, Statistic.MEAN),
            Figures.latency(Latency.END_TO_END, Statistic.P50),
            Figures.latency(Latency.END_TO_END, Statistic.P90),
            Figures.latency(Latency.END_TO_END, Statistic.P99),
            Figures.latency(Latency.UNTIL_SENT, Statistic.MEAN),
            Figures.latency(Latency.EXECUTION, Statistic.MEAN),
            Figures.CONTAINERS,
            Figures.CONTAINER_CPU,
            Figures.PEAK_MEMORY);

    static final List<Row> ROWS = List.of(
            new Row("cpu", "vanilla", List.of(11.44, 17.34, 11.73, 5.39, 26.01, 0.99, 9.04, 1.96, 6.10)),
            new Row("cpu", "sfs", List.of(17.55, 38.05, 15.78, 7.56, 41.48, 0.93, 9.61, 2.09, 6.56)),
            new Row("cpu", "kraken", List.of(2.12, 3.46, 1.96, 1.80, 1.03, 0.75, 1.34, 0.92, 1.04)),
            new Row("io", "vanilla", List.of(63.33, 99.32, 172.99, 19.88, 73.48, 8.35, 17.74, 16.94, 11.95)),
            new Row("io", "sfs", List.of(56.10, 70.78, 156.14, 18.11, 65.01, 7.51, 17.09, 16.19, 11.61)),
            new Row("io", "kraken", List.of(12.64, 18.42, 40.70, 5.14, 5.71, 8.25, 4.19, 7.69, 3.69)));

    private PaperNumbers() {}

    static boolean has(String experiment) {
        return EXPERIMENTS.contains(experiment);
    }

    /**
     * The strategy's figures, divided by those of FaaSBatch.
     *
     * @param kind of the functions: cpu or io
     */
    record Row(String kind, String strategy, List<Double> ratios) {}
}
