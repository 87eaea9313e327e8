package io.faasbatch.experiments.analyze;

import io.faasbatch.experiments.figures.Distribution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an analysis says, in numbers: once computed, to be printed and written.
 *
 * @param values one number each
 * @param distributions many numbers each
 */
record AnalysisFigures(String trace, Map<String, Double> values, Map<String, Distribution> distributions) {

    private static final double MILLIS_PER_SECOND = 1000;
    private static final Map<String, Double> PERCENTILES = percentiles();
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    static AnalysisFigures of(Analysis analysis) {
        return new AnalysisFigures(analysis.trace().name(), values(analysis), distributions(analysis));
    }

    private static Map<String, Double> values(Analysis analysis) {
        Map<String, Double> values = new LinkedHashMap<>();
        Spread perSecond = Spread.of(analysis.perSecond());
        Spread gaps = Spread.of(analysis.interArrival().values());
        values.put("invocations", (double) analysis.trace().arrivals().size());
        values.put("functions", (double) analysis.functionCount());
        values.put("span s", analysis.trace().span().toMillis() / MILLIS_PER_SECOND);
        values.put("arrivals a second, mean", perSecond.mean());
        values.put("arrivals a second, peak", perSecond.most());
        values.put("arrivals a second, peak to mean", perSecond.peakToMean());
        values.put("arrivals a second, index of dispersion", perSecond.dispersion());
        values.put("inter-arrival times, coefficient of variation", gaps.variation());
        values.put("inter-arrival times, burstiness", gaps.burstiness());
        analysis.minutesWith()
                .forEach((least, share) -> values.put(
                        "minutes of a function with at least " + least + " calls, share of those with any", share));
        values.put("arrivals that meet another of their function, share", analysis.meeting());
        analysis.gathered()
                .forEach((interval, mean) ->
                        values.put("invocations of a function that " + interval.toMillis() + " ms gather, mean", mean));
        return values;
    }

    private static Map<String, Distribution> distributions(Analysis analysis) {
        Map<String, Distribution> distributions = new LinkedHashMap<>();
        distributions.put("calls of a function in a minute", analysis.callsAMinute());
        distributions.put("concurrency of a function at an arrival", analysis.concurrency());
        distributions.put("inter-arrival time ms", analysis.interArrival());
        distributions.put("inter-arrival time of a function ms", analysis.interArrivalOfFunction());
        distributions.put("idle time of a function ms", analysis.idle());
        distributions.put("idle share of a function", analysis.idleShare());
        distributions.put("duration ms", analysis.durations());
        distributions.put("invocations of a function", analysis.popularity());
        return distributions;
    }

    private static Map<String, Double> percentiles() {
        Map<String, Double> percentiles = new LinkedHashMap<>();
        percentiles.put("p1", 0.01);
        percentiles.put("p25", 0.25);
        percentiles.put("p50", 0.5);
        percentiles.put("p75", 0.75);
        percentiles.put("p90", 0.9);
        percentiles.put("p99", 0.99);
        percentiles.put("max", 1.0);
        return percentiles;
    }

    /** Of all distributions alike. */
    static List<String> columns() {
        List<String> columns = new ArrayList<>(PERCENTILES.keySet());
        columns.add("mean");
        return columns;
    }

    /** In the order of the columns. */
    static List<Double> numbers(Distribution distribution) {
        List<Double> numbers = new ArrayList<>();
        PERCENTILES.values().forEach(share -> numbers.add(distribution.percentile(share)));
        numbers.add(distribution.mean());
        return numbers;
    }

    void writeJson(Path file) throws IOException {
        Map<String, Object> spread = new LinkedHashMap<>();
        distributions.forEach((name, distribution) -> {
            Map<String, Object> numbers = new LinkedHashMap<>();
            numbers.put("count", distribution.count());
            List<Double> values = numbers(distribution);
            for (int i = 0; i < values.size(); i++) {
                numbers.put(columns().get(i), finite(values.get(i)));
            }
            spread.put(name, numbers);
        });
        Map<String, Object> single = new LinkedHashMap<>();
        values.forEach((name, value) -> single.put(name, finite(value)));
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("trace", trace);
        all.put("values", single);
        all.put("distributions", spread);
        Files.writeString(file, MAPPER.writeValueAsString(all) + "\n");
    }

    /** One line for each number. */
    void writeCsv(Path file) throws IOException {
        StringBuilder csv = new StringBuilder("figure,statistic,value\n");
        values.forEach((name, value) -> line(csv, name, "value", value));
        distributions.forEach((name, distribution) -> {
            List<Double> numbers = numbers(distribution);
            for (int i = 0; i < numbers.size(); i++) {
                line(csv, name, columns().get(i), numbers.get(i));
            }
        });
        Files.writeString(file, csv);
    }

    /** Empty where there is no number. */
    private static void line(StringBuilder csv, String name, String statistic, double value) {
        csv.append('"').append(name).append("\",").append(statistic).append(',');
        csv.append(Double.isFinite(value) ? String.format(Locale.ROOT, "%.6g", value) : "")
                .append('\n');
    }

    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
