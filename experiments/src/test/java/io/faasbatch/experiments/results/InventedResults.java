package io.faasbatch.experiments.results;

import io.faasbatch.experiments.results.ExperimentRecord.Machine;
import io.faasbatch.experiments.results.ExperimentRecord.Versions;
import io.faasbatch.experiments.results.InvocationRow.Outcome;
import io.faasbatch.experiments.results.RunRecord.Account;
import io.faasbatch.experiments.results.RunRecord.Punctuality;
import io.faasbatch.experiments.results.RunRecord.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Results that nobody measured: of the same form as real ones, the same for the same seed. */
public final class InventedResults {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final double MIB = 1 << 20;

    private final ResultFolder folder;
    private final ExperimentRecord experiment;
    private final Random random = new Random(7);
    private int order;

    private InventedResults(ResultFolder folder, ExperimentRecord experiment) {
        this.folder = folder;
        this.experiment = experiment;
    }

    /** An experiment of these factors; the baseline is the strategy vanilla if there are strategies, else nothing. */
    public static InventedResults in(Path path, String name, String... factors) throws IOException {
        List<String> all = List.of(factors);
        Map<String, String> baseline = all.contains("strategy") ? Map.of("strategy", "vanilla") : Map.of();
        ExperimentRecord experiment = new ExperimentRecord(
                name,
                "An invented experiment <of tests>",
                "test-scripts/" + name + "/run.sh --quick",
                START,
                Optional.of(START.plusSeconds(3600)),
                42,
                new LinkedHashMap<>(Map.of("invocations", 400, "system", Map.of("warm-pool", 0))),
                all,
                baseline,
                3,
                new Machine("bench", 2, "Some Processor 3000", 8L << 30, "6.1.0", "Debian 13"),
                new Versions("0.1.0", Optional.of("0123abcd"), "25.0.1", "20.10.24", "7.0.15"));
        return new InventedResults(ResultFolder.create(path, experiment), experiment);
    }

    /** What a run is like. */
    public record Shape(
            int calls, double latency, double scheduling, double coldStart, double queueing, int containers) {

        /** About so long, from end to end, of which some is each of the four; and this many containers. */
        public Shape(int calls, double latency, int containers) {
            this(calls, latency, latency * 0.3, latency * 0.2, latency * 0.1, containers);
        }
    }

    /** Adds a repeat that is reported. */
    public InventedResults run(Map<String, String> configuration, int repeat, Shape shape) throws IOException {
        return run(configuration, repeat, shape, Status.COMPLETE, Map.of());
    }

    public InventedResults run(
            Map<String, String> configuration, int repeat, Shape shape, Status status, Map<String, Double> figures)
            throws IOException {
        order++;
        List<InvocationRow> rows = new ArrayList<>();
        for (int i = 0; i < shape.calls(); i++) {
            rows.add(invocation(i, shape));
        }
        try (RunWriter writer = folder.run(configuration, repeat).write()) {
            for (InvocationRow row : rows) {
                writer.invocation(row);
            }
            for (int i = 0; i <= 40; i++) {
                writer.sample(sample(i, shape));
                writer.container(new ContainerRow(i * 500.0, "c1", "f", 0.2, 40 * MIB, 30 * MIB));
            }
            writer.finish(record(experiment.ordered(configuration), repeat, shape, status, figures));
        }
        return this;
    }

    private InvocationRow invocation(int index, Shape shape) {
        double spread = Math.exp(random.nextGaussian() * 0.6);
        double scheduling = shape.scheduling() * spread;
        double cold = index % 20 == 0 ? shape.coldStart() * 20 * spread : 0;
        double queueing = shape.queueing() * spread;
        double execution = (shape.latency() - shape.scheduling() - shape.coldStart() - shape.queueing()) * spread;
        return new InvocationRow(
                index,
                "f",
                "24",
                index * 50.0,
                random.nextDouble(),
                scheduling + cold + queueing + execution + 1.5,
                Outcome.RIGHT,
                "i" + index,
                scheduling,
                cold,
                queueing,
                execution,
                "c" + index % Math.max(1, shape.containers()),
                index % 20 == 0,
                "b" + index / 4,
                4,
                "46368");
    }

    private SampleRow sample(int index, Shape shape) {
        double grown = shape.containers() * (1 - Math.exp(-index / 8.0));
        return new SampleRow(
                index * 500.0,
                Math.floor(grown),
                Math.floor(grown),
                1.2 + 0.5 * random.nextDouble(),
                grown * 40 * MIB,
                grown * 30 * MIB,
                0.3 + 0.1 * random.nextDouble(),
                300 * MIB,
                10 * random.nextDouble(),
                20 * random.nextDouble(),
                4,
                1e5,
                2e4);
    }

    private RunRecord record(
            Map<String, String> configuration, int repeat, Shape shape, Status status, Map<String, Double> figures) {
        double noise = 1 + 0.04 * random.nextGaussian();
        return new RunRecord(
                configuration,
                repeat,
                order,
                START.plusSeconds(60L * order),
                START.plusSeconds(60L * order + 30),
                status,
                new Punctuality(0.2, status == Status.UNPUNCTUAL ? 180 : 2.1, 250, status != Status.UNPUNCTUAL),
                new Account(shape.calls(), shape.calls(), 0, 0, 0, 0),
                shape.containers(),
                shape.containers() * 18 * noise,
                shape.containers() * 42 * MIB * noise,
                shape.containers() * 30 * MIB * noise,
                14 * noise,
                5 * noise,
                figures,
                status == Status.COMPLETE ? List.of() : List.of("tried twice"));
    }

    /** Two kinds, five strategies and these intervals, three repeats each: as the sweep of the paper. */
    public static void sweep(Path path, int calls, List<String> intervals) throws IOException {
        InventedResults results = in(path, "dispatch-interval-sensitivity", "kind", "strategy", "interval");
        List<Map.Entry<String, Double>> weights = List.of(
                Map.entry("vanilla", 6.0),
                Map.entry("sfs", 8.0),
                Map.entry("kraken", 2.0),
                Map.entry("faasbatch", 1.0));
        for (int repeat = 1; repeat <= 3; repeat++) {
            for (String kind : List.of("cpu", "io")) {
                for (String interval : intervals) {
                    for (Map.Entry<String, Double> weight : weights) {
                        results.run(
                                Map.of("kind", kind, "strategy", weight.getKey(), "interval", interval),
                                repeat,
                                shape(calls, kind, interval, weight.getValue()));
                    }
                }
                results.run(
                        Map.of("kind", kind, "strategy", "adaptive", "interval", "200ms"),
                        repeat,
                        shape(calls, kind, "100ms", 0.9));
            }
        }
        results.run(
                Map.of("kind", "cpu", "strategy", "sfs", "interval", intervals.getFirst()),
                4,
                shape(calls, "cpu", "100ms", 8),
                Status.UNPUNCTUAL,
                Map.of());
    }

    private static Shape shape(int calls, String kind, String interval, double weight) {
        double millis = Double.parseDouble(interval.replace("ms", ""));
        double base = kind.equals("cpu") ? 90 : 20;
        return new Shape(
                calls,
                base * weight + millis * 0.6,
                millis * 0.5 + weight * 8,
                weight * 3,
                weight > 1.5 && weight < 3 ? 12 : 0.4,
                (int) Math.max(1, Math.round(weight * (kind.equals("cpu") ? 6 : 3) * (1.2 - millis / 800))));
    }
}
