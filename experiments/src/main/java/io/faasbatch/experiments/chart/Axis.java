package io.faasbatch.experiments.chart;

/**
 * What an axis shows.
 *
 * @param name empty where the title of the chart says it
 * @param unit empty for counts and shares
 * @param logarithmic for values that differ by orders of magnitude; what is not above 0 cannot be drawn on it
 */
public record Axis(String name, String unit, boolean logarithmic) {

    public static Axis linear(String name, String unit) {
        return new Axis(name, unit, false);
    }

    public static Axis logarithmic(String name, String unit) {
        return new Axis(name, unit, true);
    }
}
