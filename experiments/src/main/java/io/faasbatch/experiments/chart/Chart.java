package io.faasbatch.experiments.chart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What is to be drawn; how it looks is the page's affair. Immutable: each {@code with} makes another one. */
public final class Chart {

    /** Points that a distribution is drawn with: more than a screen can show apart, whatever the number of its values. */
    public static final int MOST_CDF_POINTS = 240;

    /** Points of one line; of more, neighbours are averaged. */
    public static final int MOST_LINE_POINTS = 600;

    private static final double LEAST_ON_LOG_AXIS = 1e-3;

    private final Kind kind;
    private final String title;
    private final String note;
    private final Axis x;
    private final Axis y;
    private final List<String> categories;
    private final List<Series> series;

    private Chart(Kind kind, String title, String note, Axis x, Axis y, List<String> categories, List<Series> series) {
        this.kind = kind;
        this.title = title;
        this.note = note;
        this.x = x;
        this.y = y;
        this.categories = List.copyOf(categories);
        this.series = List.copyOf(series);
    }

    enum Kind {
        LINES,
        CURVES,
        SCATTER,
        BARS,
        STACKED
    }

    /** What share of the values is at most x; add values with {@link #values}. */
    public static Chart cdf(String title, Axis x) {
        return new Chart(Kind.LINES, title, "", x, Axis.linear("share", ""), List.of(), List.of());
    }

    /** Many points each, as over time. */
    public static Chart lines(String title, Axis x, Axis y) {
        return new Chart(Kind.LINES, title, "", x, y, List.of(), List.of());
    }

    /** Few points each, marked, with their ranges. */
    public static Chart curves(String title, Axis x, Axis y) {
        return new Chart(Kind.CURVES, title, "", x, y, List.of(), List.of());
    }

    public static Chart scatter(String title, Axis x, Axis y) {
        return new Chart(Kind.SCATTER, title, "", x, y, List.of(), List.of());
    }

    /** One bar for each series, of its first point, with its range. */
    public static Chart bars(String title, Axis y) {
        return new Chart(Kind.BARS, title, "", Axis.linear("", ""), y, List.of(), List.of());
    }

    /** One bar for each category, of parts upon each other: the x of a series' points are the places of the categories, from 0. */
    public static Chart stacked(String title, List<String> categories, Axis y) {
        return new Chart(Kind.STACKED, title, "", Axis.linear("", ""), y, categories, List.of());
    }

    public Chart with(Series more) {
        List<Series> all = new ArrayList<>(series);
        all.add(kind == Kind.LINES ? new Series(more.name(), thinned(more.points())) : more);
        return new Chart(kind, title, note, x, y, categories, all);
    }

    /** Adds the distribution of these values. */
    public Chart values(String name, double[] values) {
        double[] sorted =
                Arrays.stream(values).filter(Double::isFinite).sorted().toArray();
        List<Point> points = new ArrayList<>();
        int steps = Math.min(MOST_CDF_POINTS, sorted.length);
        for (int i = 0; i < steps; i++) {
            int at = steps == 1 ? 0 : (int) Math.round((double) i / (steps - 1) * (sorted.length - 1));
            points.add(new Point(above(sorted[at]), (at + 1.0) / sorted.length));
        }
        return with(new Series(name, points));
    }

    /** Says something below the chart. */
    public Chart note(String text) {
        return new Chart(kind, title, text, x, y, categories, series);
    }

    private double above(double value) {
        return x.logarithmic() ? Math.max(LEAST_ON_LOG_AXIS, value) : value;
    }

    private static List<Point> thinned(List<Point> points) {
        if (points.size() <= MOST_LINE_POINTS) {
            return points;
        }
        List<Point> thinned = new ArrayList<>();
        for (int i = 0; i < MOST_LINE_POINTS; i++) {
            List<Point> together = points.subList(from(i, points), from(i + 1, points));
            thinned.add(new Point(
                    together.stream().mapToDouble(Point::x).average().orElse(Double.NaN),
                    together.stream().mapToDouble(Point::y).average().orElse(Double.NaN)));
        }
        return thinned;
    }

    private static int from(int part, List<Point> points) {
        return Math.toIntExact((long) part * points.size() / MOST_LINE_POINTS);
    }

    /** Whether there is anything to see. */
    public boolean empty() {
        return series.stream().allMatch(one -> one.points().isEmpty());
    }

    public String title() {
        return title;
    }

    public List<Series> series() {
        return series;
    }

    String note() {
        return note;
    }

    Kind kind() {
        return kind;
    }

    Axis x() {
        return x;
    }

    Axis y() {
        return y;
    }

    List<String> categories() {
        return categories;
    }
}
