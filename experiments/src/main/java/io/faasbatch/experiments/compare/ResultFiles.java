package io.faasbatch.experiments.compare;

import io.faasbatch.experiments.load.Answer;
import io.faasbatch.experiments.load.Latency;
import io.faasbatch.experiments.load.Outcome;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** Writes what was measured: every invocation to {@code invocations.csv}, the figures to {@code summary.json}. */
final class ResultFiles {

    private static final String HEADER =
            "strategy,repeat,index,function,offset_ms,lateness_ms,end_to_end_ms,outcome,id,scheduling_ms,cold_start_ms,queueing_ms,"
                    + "execution_ms,container,cold,batch,batch_size";
    private static final Answer NONE = new Answer("", Map.of(), "", false, "", 0, null);
    private static final double NANOS_PER_MILLI = 1e6;

    private final Path folder;

    ResultFiles(Path folder) {
        this.folder = folder;
    }

    void write(Plan plan, List<Run> runs, List<Summary> summaries) throws IOException {
        Files.createDirectories(folder);
        try (PrintWriter csv =
                new PrintWriter(Files.newBufferedWriter(folder.resolve("invocations.csv"), StandardCharsets.UTF_8))) {
            csv.println(HEADER);
            runs.forEach(run -> run.result().outcomes().forEach(outcome -> csv.println(line(run, outcome))));
        }
        Files.write(
                folder.resolve("summary.json"),
                JsonMapper.builder()
                        .build()
                        .writerWithDefaultPrettyPrinter()
                        .writeValueAsBytes(json(plan, runs, summaries)));
    }

    private static String line(Run run, Outcome outcome) {
        Answer answer = outcome.answer().orElse(NONE);
        return String.join(
                ",",
                run.strategy(),
                Integer.toString(run.repeat() + 1),
                Integer.toString(outcome.index()),
                outcome.call().function(),
                millis(outcome.call().offset()),
                millis(outcome.lateness()),
                millis(outcome.endToEnd()),
                outcome.kind().name(),
                answer.id(),
                millis(answer, Latency.SCHEDULING),
                millis(answer, Latency.COLD_START),
                millis(answer, Latency.QUEUEING),
                millis(answer, Latency.EXECUTION),
                answer.container(),
                Boolean.toString(answer.cold()),
                answer.batch(),
                Integer.toString(answer.batchSize()));
    }

    private static String millis(Answer answer, Latency latency) {
        return millis(answer.latencies().getOrDefault(latency, Duration.ZERO));
    }

    private static String millis(Duration duration) {
        return String.format(Locale.ROOT, "%.3f", duration.toNanos() / NANOS_PER_MILLI);
    }

    private static Map<String, Object> json(Plan plan, List<Run> runs, List<Summary> summaries) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("trace", plan.trace().name());
        json.put("invocations", plan.trace().arrivals().size());
        json.put("kind", plan.sample().name());
        json.put("stepsDown", plan.steps());
        json.put("intervalMs", plan.interval().toMillis());
        json.put("repeats", plan.repeats());
        json.put(
                "complete", runs.stream().filter(run -> !run.result().partial()).count());
        runs.stream()
                .map(Run::target)
                .flatMap(Optional::stream)
                .findFirst()
                .ifPresent(target -> json.put("latencyTargetMs", target.toMillis()));
        json.put(
                "late",
                summaries.stream().filter(Summary::late).map(Summary::strategy).toList());
        Map<String, Object> strategies = new LinkedHashMap<>();
        summaries.forEach(summary -> strategies.put(summary.strategy(), summary.figures()));
        json.put("strategies", strategies);
        return json;
    }
}
