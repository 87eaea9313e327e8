package io.faasbatch.experiments.suite;

import io.faasbatch.experiments.results.CsvWriter;
import io.faasbatch.experiments.results.InvocationRow;
import io.faasbatch.experiments.results.ResultFolder;
import io.faasbatch.experiments.results.RunRecord;
import io.faasbatch.experiments.results.SampleRow;
import io.faasbatch.experiments.results.StoredRun;
import io.faasbatch.experiments.system.Machine;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The runs of a sweep under the names and columns of the FaaSBatch artifact, whose notebooks read all files of a folder: one for each kind of function, the first
 * repeat under {@code artifact/}, the others under {@code artifact/repeat-N/}.
 *
 * <p>The artifact's {@code schedule_time} includes the cold start. Its monitor saw the whole machine; here it is the containers and the worker. What a client's
 * memory is, it measured inside of functions that do not share: that column is empty here.
 */
final class ArtifactFiles {

    /** The artifact's names of strategies. */
    private static final Map<String, String> NAMES =
            Map.of("vanilla", "BaseBatching", "sfs", "SFS", "kraken", "Kraken", "faasbatch", "Batching");

    private static final List<String> LATENCY = List.of(
            "function",
            "container_name",
            "schedule_time(ms)",
            "cold_start(ms)",
            "exec_time(ms)",
            "queue_time(ms)",
            "used_memory(MB)",
            "input_n");
    private static final List<String> CONTAINERS = List.of("strategy", "dispatch_interval", "num_containers");
    private static final List<String> UTILIZATION =
            List.of("Time(s)", "Net_Receive(MB/s)", "CPU_Util(%)", "Disk_WR(0.1*MB/s)", "Mem_Util(0.01*MB)");

    private static final double MEGABYTE = 1024.0 * 1024;
    private static final double MILLIS_PER_SECOND = 1000;
    private static final int DECIMALS = 3;
    private static final JsonMapper MAPPER = new JsonMapper();

    private final Path artifact;
    private final StoredRun run;
    private final String kind;
    private final String strategy;
    private final String interval;

    private ArtifactFiles(Path artifact, StoredRun run, Map<String, String> configuration) {
        this.artifact = artifact;
        this.run = run;
        this.kind = configuration.getOrDefault(DispatchIntervalSensitivity.KIND, "");
        this.strategy = name(configuration.getOrDefault(DispatchIntervalSensitivity.STRATEGY, ""));
        this.interval = seconds(configuration.getOrDefault(DispatchIntervalSensitivity.INTERVAL, ""));
    }

    /** All runs that are complete. */
    static void write(ResultFolder folder) throws IOException {
        for (StoredRun run : folder.runs()) {
            RunRecord record = run.read();
            if (record.status() == RunRecord.Status.COMPLETE) {
                new ArtifactFiles(folder.artifact(), run, record.configuration()).write(record);
            }
        }
    }

    /** Ours that the artifact does not have are called in its manner. */
    static String name(String strategy) {
        String capital = strategy.substring(0, 1).toUpperCase(Locale.ROOT) + strategy.substring(1);
        return NAMES.getOrDefault(strategy, capital);
    }

    /** {@code 200ms} as {@code 0.2}. */
    static String seconds(String interval) {
        return new BigDecimal(interval.replace("ms", ""))
                .movePointLeft(3)
                .stripTrailingZeros()
                .toPlainString();
    }

    private void write(RunRecord record) throws IOException {
        Path root = run.repeat() == 1 ? artifact : artifact.resolve("repeat-" + run.repeat());
        Path folder = Files.createDirectories(root.resolve(kind));
        String suffix = strategy + "_" + kind + "_" + interval + ".csv";
        write(folder.resolve("latency_amplification_" + suffix), LATENCY, latencies());
        write(folder.resolve("utilization_" + suffix), UTILIZATION, utilization());
        write(
                folder.resolve("num_containers_" + strategy + "_" + interval + ".csv"),
                CONTAINERS,
                List.of(List.of(strategy, interval, Long.toString(Math.round(record.containersCreated())))));
    }

    private List<List<String>> latencies() throws IOException {
        return run.invocations().stream()
                .filter(row -> row.outcome() == InvocationRow.Outcome.RIGHT)
                .map(row -> List.of(
                        row.function(),
                        row.container(),
                        number(row.scheduling() + row.coldStart()),
                        number(row.coldStart()),
                        number(row.execution()),
                        number(row.queueing()),
                        "",
                        input(row)))
                .toList();
    }

    /** One line for each second: the means of its samples. */
    private List<List<String>> utilization() throws IOException {
        List<SampleRow> samples = run.samples();
        List<List<String>> lines = new ArrayList<>();
        int second = 1;
        for (int from = 0; from < samples.size(); second++) {
            int to = from;
            while (to < samples.size() && samples.get(to).at() <= second * MILLIS_PER_SECOND + MILLIS_PER_SECOND / 4) {
                to++;
            }
            if (to > from) {
                lines.add(utilization(second, samples.subList(from, to)));
            }
            from = to;
        }
        return lines;
    }

    private static List<String> utilization(int second, List<SampleRow> samples) {
        return List.of(
                Integer.toString(second),
                mean(samples, row -> row.netReceive() / MEGABYTE),
                mean(samples, row -> 100 * (row.containerCpu() + row.workerCpu()) / Machine.cores()),
                mean(samples, row -> 10 * row.diskWrite() / MEGABYTE),
                mean(samples, row -> (row.containerRss() + row.workerRss()) / MEGABYTE / 100));
    }

    private static String mean(List<SampleRow> samples, ToDoubleFunction<SampleRow> value) {
        return number(samples.stream()
                .mapToDouble(value)
                .filter(Double::isFinite)
                .average()
                .orElse(Double.NaN));
    }

    /** The Fibonacci number that was asked for; empty for functions that have none. */
    private static String input(InvocationRow row) {
        try {
            return MAPPER.readTree(row.input()).path("n").asString("");
        } catch (JacksonException e) {
            return "";
        }
    }

    private static String number(double value) {
        return Double.isFinite(value)
                ? BigDecimal.valueOf(value)
                        .setScale(DECIMALS, RoundingMode.HALF_UP)
                        .stripTrailingZeros()
                        .toPlainString()
                : "";
    }

    private static void write(Path file, List<String> header, List<List<String>> lines) throws IOException {
        StringBuilder text = new StringBuilder(CsvWriter.line(header));
        lines.forEach(line -> text.append(CsvWriter.line(line)));
        Files.writeString(file, text);
    }
}
