package io.faasbatch.experiments.report;

import io.faasbatch.experiments.results.RunRecord;
import io.faasbatch.experiments.summary.Bootstrap;
import io.faasbatch.experiments.summary.Configuration;
import io.faasbatch.experiments.summary.Configuration.Spread;
import io.faasbatch.experiments.summary.Figure;
import io.faasbatch.experiments.summary.Interval;
import io.faasbatch.experiments.summary.Ratios;
import io.faasbatch.experiments.summary.Study;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.NullNode;

/** All figures for programs. What is not a number is null. */
final class ReportJson {

    private ReportJson() {}

    static void write(Study study, Ratios ratios, Path file) throws IOException {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("experiment", study.experiment());
        json.put(
                "method", Map.of("interval", "95 %, hierarchical bootstrap, percentile", "samples", Bootstrap.SAMPLES));
        json.put(
                "configurations",
                study.configurations().stream()
                        .map(configuration -> configuration(study, configuration, ratios))
                        .toList());
        json.put(
                "notReported",
                study.refused().stream().map(run -> refused(study, run)).toList());
        json.put(
                "paper",
                new PaperComparison(study, ratios)
                        .lines().stream().map(ReportJson::paper).toList());
        Files.write(
                file,
                JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsBytes(json));
    }

    private static Map<String, Object> configuration(Study study, Configuration configuration, Ratios ratios) {
        Map<String, Object> figures = new LinkedHashMap<>();
        for (Figure figure : study.figures()) {
            figures.put(figure.name(), figure(configuration, figure, ratios));
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", configuration.id());
        json.put("configuration", configuration.values());
        json.put("repeats", configuration.runs().size());
        json.put("baseline", study.baseline(configuration));
        json.put("figures", figures);
        return json;
    }

    private static Map<String, Object> figure(Configuration configuration, Figure figure, Ratios ratios) {
        Spread spread = configuration.spread(figure);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("unit", figure.unit());
        putNumber(json, "median", spread.median());
        putNumber(json, "least", spread.least());
        putNumber(json, "most", spread.most());
        json.put("repeats", spread.values());
        ratios.timesBetter(configuration, figure).ifPresent(ratio -> json.put("timesBetter", interval(ratio)));
        return json;
    }

    private static Map<String, Object> interval(Interval interval) {
        Map<String, Object> json = new LinkedHashMap<>();
        putNumber(json, "value", interval.value());
        putNumber(json, "low", interval.low());
        putNumber(json, "high", interval.high());
        return json;
    }

    private static Map<String, Object> refused(Study study, RunRecord run) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", study.experiment().idOf(run.configuration()));
        json.put("repeat", run.repeat());
        json.put("reason", RunSection.reason(run));
        json.put("notes", run.notes());
        return json;
    }

    private static Map<String, Object> paper(PaperComparison.Line line) {
        Map<String, Object> figures = new LinkedHashMap<>();
        List<Figure> of = PaperNumbers.FIGURES;
        for (int i = 0; i < of.size(); i++) {
            figures.put(
                    of.get(i).name(),
                    Map.of(
                            "ours", interval(line.ours().get(i)),
                            "theirs", line.theirs().ratios().get(i)));
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", line.theirs().kind());
        json.put("strategy", line.theirs().strategy());
        json.put("over", "faasbatch");
        json.put("intervals", line.intervals());
        json.put("source", PaperNumbers.SOURCE);
        json.put("figures", figures);
        return json;
    }

    private static void putNumber(Map<String, Object> json, String name, double value) {
        json.put(name, Double.isFinite(value) ? DoubleNode.valueOf(value) : NullNode.getInstance());
    }
}
