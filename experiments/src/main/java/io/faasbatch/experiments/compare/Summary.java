package io.faasbatch.experiments.compare;

import io.faasbatch.experiments.figures.Distribution;
import io.faasbatch.experiments.load.Latency;
import io.faasbatch.experiments.load.LoadResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * The figures of one strategy, each the median of those of its runs, by name in the order they are shown. Latencies are in milliseconds and of right answers
 * only; what was not right is counted over all runs.
 *
 * @param late they are of runs that were not sent on schedule
 */
record Summary(String strategy, boolean late, Map<String, Double> figures) {

    static final String LATE_MARK = "*";

    private static final double MIB = 1 << 20;
    private static final double MILLIS = 1000;

    /** How the percentiles are called, and what they are. */
    private static final List<Map.Entry<String, Double>> PERCENTILES =
            List.of(Map.entry("p50", 0.5), Map.entry("p90", 0.9), Map.entry("p99", 0.99));

    static Summary of(String strategy, boolean late, List<Run> runs) {
        Builder builder = new Builder(runs);
        builder.latency("endToEnd", LoadResult::endToEnd);
        for (Latency latency : Latency.values()) {
            builder.latency(latency.field(), result -> result.latency(latency));
        }
        builder.median("containers", Run::containers);
        builder.median("containerSeconds", run -> run.usage().containerSeconds());
        builder.median("peakMemoryMiB", run -> run.usage().peakMemory() / MIB);
        builder.median("meanMemoryMiB", run -> run.usage().meanMemory() / MIB);
        builder.median("cpuSeconds", run -> run.usage().cpu().toMillis() / MILLIS);
        builder.median("workerCpuSeconds", run -> run.usage().workerCpu().toMillis() / MILLIS);
        builder.median("workerPeakMemoryMiB", run -> run.usage().workerPeakMemory() / MIB);
        builder.median("p99LatenessMs", run -> run.result().punctuality().p99().toNanos() / 1e6);
        builder.sum("sent", run -> run.result().tally().sent());
        builder.sum("failed", run -> run.result().tally().failed());
        builder.sum("wrong", run -> run.result().tally().wrong());
        builder.sum("lost", run -> run.result().tally().lost());
        builder.sum("duplicates", run -> run.result().tally().duplicates());
        return new Summary(strategy, late, builder.figures);
    }

    /** The strategy, marked when its runs were late. */
    String title() {
        return late ? strategy + " " + LATE_MARK : strategy;
    }

    double figure(String name) {
        return figures.getOrDefault(name, Double.NaN);
    }

    private record Builder(List<Run> runs, Map<String, Double> figures) {

        Builder(List<Run> runs) {
            this(runs, new LinkedHashMap<>());
        }

        void latency(String name, Function<LoadResult, Distribution> of) {
            for (Map.Entry<String, Double> percentile : PERCENTILES) {
                median(
                        name + "." + percentile.getKey(),
                        run -> of.apply(run.result()).percentile(percentile.getValue()));
            }
            median(name + ".mean", run -> of.apply(run.result()).mean());
        }

        void median(String name, ToDoubleFunction<Run> figure) {
            figures.put(name, Distribution.of(values(figure)).median());
        }

        void sum(String name, ToDoubleFunction<Run> figure) {
            figures.put(
                    name,
                    values(figure).stream().mapToDouble(Double::doubleValue).sum());
        }

        private List<Double> values(ToDoubleFunction<Run> figure) {
            return runs.stream().map(figure::applyAsDouble).toList();
        }
    }
}
