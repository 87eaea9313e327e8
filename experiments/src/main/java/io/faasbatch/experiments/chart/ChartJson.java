package io.faasbatch.experiments.chart;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A chart as the page's script reads it. */
final class ChartJson {

    /** Digits of a number: finer than can be drawn. */
    private static final MathContext DIGITS = new MathContext(5);

    private ChartJson() {}

    static Map<String, Object> of(Chart chart, Palette palette) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", chart.kind().name().toLowerCase(Locale.ROOT));
        json.put("x", axis(chart.x()));
        json.put("y", axis(chart.y()));
        json.put("categories", chart.categories());
        json.put(
                "series",
                chart.series().stream().map(series -> series(series, palette)).toList());
        return json;
    }

    private static Map<String, Object> axis(Axis axis) {
        String name = Stream.of(axis.name(), axis.unit())
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(", "));
        return Map.of("name", name, "log", axis.logarithmic());
    }

    private static Map<String, Object> series(Series series, Palette palette) {
        Palette.Look look = palette.of(series.name());
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", series.name());
        json.put("light", look.light());
        json.put("dark", look.dark());
        json.put("dash", look.dash());
        json.put("mark", look.mark());
        json.put("points", series.points().stream().map(ChartJson::point).toList());
        return json;
    }

    private static List<BigDecimal> point(Point point) {
        List<BigDecimal> numbers = new ArrayList<>(List.of(rounded(point.x()), rounded(point.y())));
        if (Double.isFinite(point.low()) && Double.isFinite(point.high())) {
            numbers.add(rounded(point.low()));
            numbers.add(rounded(point.high()));
        }
        return numbers;
    }

    private static BigDecimal rounded(double value) {
        return BigDecimal.valueOf(value).round(DIGITS).stripTrailingZeros();
    }
}
