package io.faasbatch.experiments.report;

import io.faasbatch.experiments.results.CsvWriter;
import io.faasbatch.experiments.summary.Configuration;
import io.faasbatch.experiments.summary.Configuration.Spread;
import io.faasbatch.experiments.summary.Figure;
import io.faasbatch.experiments.summary.Interval;
import io.faasbatch.experiments.summary.Ratios;
import io.faasbatch.experiments.summary.Study;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** All figures, one line each: the factors, the figure, its spread over the repeats, and how many times better than the baseline. */
final class FiguresCsv {

    private static final MathContext DIGITS = new MathContext(6);

    private FiguresCsv() {}

    static void write(Study study, Ratios ratios, Path file) throws IOException {
        StringBuilder csv = new StringBuilder(CsvWriter.line(header(study)));
        for (Configuration configuration : study.configurations()) {
            for (Figure figure : study.figures()) {
                csv.append(CsvWriter.line(fields(configuration, figure, ratios)));
            }
        }
        Files.writeString(file, csv);
    }

    private static List<String> header(Study study) {
        List<String> header = new ArrayList<>(study.experiment().factors());
        header.addAll(List.of(
                "figure",
                "unit",
                "median",
                "least",
                "most",
                "repeats",
                "times_better",
                "times_better_low",
                "times_better_high"));
        return header;
    }

    private static List<String> fields(Configuration configuration, Figure figure, Ratios ratios) {
        Spread spread = configuration.spread(figure);
        Interval ratio =
                ratios.timesBetter(configuration, figure).orElse(new Interval(Double.NaN, Double.NaN, Double.NaN));
        List<String> fields = new ArrayList<>(configuration.values().values());
        fields.addAll(List.of(
                figure.name(),
                figure.unit(),
                number(spread.median()),
                number(spread.least()),
                number(spread.most()),
                Integer.toString(spread.values().size()),
                number(ratio.value()),
                number(ratio.low()),
                number(ratio.high())));
        return fields;
    }

    private static String number(double value) {
        return Double.isFinite(value)
                ? BigDecimal.valueOf(value).round(DIGITS).stripTrailingZeros().toPlainString()
                : "";
    }
}
