package io.faasbatch.experiments.chart;

/**
 * A point of a chart, and from where to where its value ranges; the ends are not numbers when there is no range.
 */
public record Point(double x, double y, double low, double high) {

    public Point(double x, double y) {
        this(x, y, Double.NaN, Double.NaN);
    }

    boolean drawable() {
        return Double.isFinite(x) && Double.isFinite(y);
    }
}
