package io.faasbatch.experiments.summary;

import io.faasbatch.experiments.summary.Figure.Better;
import io.faasbatch.experiments.summary.Figure.OfInvocations;
import io.faasbatch.experiments.summary.Figure.OfRun;
import io.faasbatch.experiments.summary.Figure.Within;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The figures there are. */
public final class Figures {

    private static final double MIB = 1 << 20;
    private static final String MS = "ms";
    private static final String SECONDS = "s";

    public static final Figure CONTAINERS = run(
            "containersCreated", "containers created", "", run -> run.record().containersCreated());
    public static final Figure CONTAINER_SECONDS = run(
            "containerSeconds",
            "container-seconds",
            SECONDS,
            run -> run.record().containerSeconds());
    public static final Figure PEAK_MEMORY =
            run("peakMemory", "peak memory", "MiB", run -> run.record().peakMemoryBytes() / MIB);
    public static final Figure MEAN_MEMORY =
            run("meanMemory", "mean memory", "MiB", run -> run.record().meanMemoryBytes() / MIB);
    public static final Figure CONTAINER_CPU = run(
            "containerCpuSeconds",
            "CPU of the containers",
            SECONDS,
            run -> run.record().containerCpuSeconds());
    public static final Figure WORKER_CPU = run(
            "workerCpuSeconds",
            "CPU of the worker",
            SECONDS,
            run -> run.record().workerCpuSeconds());

    private static final Figure COLD_SHARE =
            told("coldShare", "share of cold invocations", new OfRun(Measured::coldShare));
    private static final Figure BATCH_SIZE =
            told("meanBatchSize", "invocations per batch", new OfRun(Measured::meanBatch));

    /** How the name of an experiment's own figure tells its unit. */
    private static final Map<String, String> UNITS = Map.of(
            "Ms", MS,
            "Seconds", SECONDS,
            "Bytes", "B",
            "MiB", "MiB",
            "PerSecond", "1/s",
            "Percent", "%");

    private Figures() {}

    public static Figure latency(Latency latency, Statistic statistic) {
        return new Figure(
                latency.id() + "." + statistic.id(),
                latency.title() + " " + statistic.id(),
                MS,
                Better.LOWER,
                latency == Latency.END_TO_END,
                new OfInvocations(latency, statistic));
    }

    /** Of all calls, the share that was answered rightly within this time. */
    public static Figure within(double millis) {
        return told("within." + millis, "answered within " + millis + " ms", new Within(millis));
    }

    /** All that the runs have, in the order in which they are shown: the experiment's own last. */
    public static List<Figure> of(Collection<Measured> runs) {
        List<Figure> figures = new ArrayList<>();
        for (Latency latency : Latency.values()) {
            for (Statistic statistic : Statistic.values()) {
                figures.add(latency(latency, statistic));
            }
        }
        figures.addAll(List.of(
                CONTAINERS,
                CONTAINER_SECONDS,
                PEAK_MEMORY,
                MEAN_MEMORY,
                CONTAINER_CPU,
                WORKER_CPU,
                COLD_SHARE,
                BATCH_SIZE));
        figures.removeIf(figure -> runs.stream().mapToDouble(figure::of).noneMatch(Double::isFinite));
        figures.addAll(own(runs));
        return figures;
    }

    /** Those that only this experiment has, but for what is recorded so that other runs can take their target from it. */
    public static List<Figure> shown(Collection<Measured> runs) {
        return own(runs).stream().filter(figure -> !isForTargets(figure.name())).toList();
    }

    private static boolean isForTargets(String name) {
        return name.startsWith("totalP") || name.equals("latencyTargetMs");
    }

    private static List<Figure> own(Collection<Measured> runs) {
        return runs.stream()
                .flatMap(run -> run.record().figures().keySet().stream())
                .distinct()
                .map(Figures::own)
                .toList();
    }

    private static Figure own(String name) {
        String ending =
                UNITS.keySet().stream().filter(name::endsWith).findFirst().orElse("");
        String unit = UNITS.getOrDefault(ending, "");
        Better better = ending.isEmpty() || ending.equals("Percent")
                ? Better.NEITHER
                : ending.equals("PerSecond") ? Better.HIGHER : Better.LOWER;
        OfRun source = new OfRun(run -> run.record().figures().getOrDefault(name, Double.NaN));
        return new Figure(
                name,
                words(name.substring(0, name.length() - ending.length())),
                unit,
                better,
                better != Better.NEITHER && !isForTargets(name),
                source);
    }

    /** {@code coldStartWithPool} becomes {@code cold start with pool}. */
    private static String words(String name) {
        return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }

    private static Figure run(String name, String title, String unit, ToDoubleFunction<Measured> value) {
        return new Figure(name, title, unit, Better.LOWER, true, new OfRun(value));
    }

    private static Figure told(String name, String title, Figure.Source source) {
        return new Figure(name, title, "", Better.NEITHER, false, source);
    }
}
