package io.faasbatch.experiments.summary;

import io.faasbatch.experiments.results.InvocationRow;
import io.faasbatch.experiments.results.InvocationRow.Outcome;
import io.faasbatch.experiments.results.RunRecord;
import io.faasbatch.experiments.results.SampleRow;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** One run whose figures may be reported: its record, its samples, and of its invocations what figures are made of. Immutable. */
public final class Measured {

    private final RunRecord record;
    private final List<SampleRow> samples;
    private final Map<Latency, double[]> latencies = new EnumMap<>(Latency.class);
    private final double[] untilRight;
    private final double coldShare;
    private final double meanBatch;

    /** @param invocations as they were planned, one after another; they are not kept */
    Measured(RunRecord record, List<InvocationRow> invocations, List<SampleRow> samples) {
        this.record = record;
        this.samples = List.copyOf(samples);
        List<InvocationRow> planned = invocations.stream()
                .sorted(Comparator.comparingDouble(InvocationRow::planned))
                .toList();
        List<InvocationRow> right = planned.stream().filter(Measured::right).toList();
        for (Latency latency : Latency.values()) {
            latencies.put(
                    latency,
                    right.stream()
                            .mapToDouble(latency::of)
                            .filter(Double::isFinite)
                            .toArray());
        }
        untilRight = planned.stream()
                .mapToDouble(row -> right(row) ? row.endToEnd() : Double.POSITIVE_INFINITY)
                .toArray();
        coldShare = share(right, InvocationRow::cold);
        meanBatch = meanBatch(right);
    }

    public RunRecord record() {
        return record;
    }

    public List<SampleRow> samples() {
        return samples;
    }

    /** Of the right answers, in the order in which they were asked for. A copy. */
    public double[] latencies(Latency latency) {
        return of(latency).clone();
    }

    /** For each call whether it was answered rightly within this time: 1 or 0. */
    double[] within(double millis) {
        return Arrays.stream(untilRight).map(time -> time <= millis ? 1 : 0).toArray();
    }

    /** Not to be changed. */
    double[] of(Latency latency) {
        return latencies.getOrDefault(latency, new double[0]);
    }

    double coldShare() {
        return coldShare;
    }

    /** Invocations per batch; batches nobody knows the size of do not count. */
    double meanBatch() {
        return meanBatch;
    }

    private static double share(List<InvocationRow> rows, Predicate<InvocationRow> of) {
        return rows.stream().mapToDouble(row -> of.test(row) ? 1 : 0).average().orElse(Double.NaN);
    }

    private static double meanBatch(List<InvocationRow> rows) {
        Set<String> seen = new HashSet<>();
        return rows.stream()
                .filter(row -> !row.batch().isEmpty() && row.batchSize() > 0 && seen.add(row.batch()))
                .mapToInt(InvocationRow::batchSize)
                .average()
                .orElse(Double.NaN);
    }

    private static boolean right(InvocationRow row) {
        return row.outcome() == Outcome.RIGHT;
    }
}
