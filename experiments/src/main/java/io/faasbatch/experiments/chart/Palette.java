package io.faasbatch.experiments.chart;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Gives each name of a page its look, once. The colours are those of Okabe and Ito, and of Tol for the parts of a latency: they can be told apart by people who
 * see few colours; dashes and marks tell lines apart in black and white. Used by one thread.
 */
final class Palette {

    /**
     * How a series looks.
     *
     * @param light its colour on a light ground
     * @param dark its colour on a dark ground
     * @param dash of its line
     * @param mark of its points
     */
    record Look(String light, String dark, String dash, String mark) {}

    /** What appears in many reports looks the same in all of them. */
    private static final Map<String, Look> FIXED = Map.ofEntries(
            Map.entry("vanilla", new Look("#6b7280", "#a7b0bd", "dashed", "rect")),
            Map.entry("sfs", new Look("#b87a00", "#e6a83c", "dotted", "triangle")),
            Map.entry("kraken", new Look("#b5538c", "#e08fbf", "dashed", "diamond")),
            Map.entry("faasbatch", new Look("#0072b2", "#56b4e9", "solid", "circle")),
            Map.entry("adaptive", new Look("#00805e", "#2ec79d", "solid", "emptyCircle")),
            Map.entry("scheduling", new Look("#88ccee", "#88ccee", "solid", "circle")),
            Map.entry("cold start", new Look("#3d3590", "#8d84e8", "solid", "circle")),
            Map.entry("queueing", new Look("#ddcc77", "#ddcc77", "solid", "circle")),
            Map.entry("execution", new Look("#117733", "#3fae66", "solid", "circle")));

    private static final List<Look> OTHERS = List.of(
            new Look("#0072b2", "#56b4e9", "solid", "circle"),
            new Look("#d55e00", "#ff8c42", "dashed", "rect"),
            new Look("#00805e", "#2ec79d", "dotted", "triangle"),
            new Look("#b5538c", "#e08fbf", "solid", "diamond"),
            new Look("#b87a00", "#e6a83c", "dashed", "emptyCircle"),
            new Look("#332288", "#9d94f0", "dotted", "emptyRect"),
            new Look("#6b7280", "#a7b0bd", "solid", "emptyTriangle"),
            new Look("#882255", "#d6719b", "dashed", "emptyDiamond"));

    private final Map<String, Look> given = new LinkedHashMap<>();
    private int others;

    Look of(String name) {
        return given.computeIfAbsent(name, this::choose);
    }

    private Look choose(String name) {
        Look fixed = FIXED.get(name.toLowerCase(Locale.ROOT));
        if (fixed != null) {
            return fixed;
        }
        others++;
        return OTHERS.get((others - 1) % OTHERS.size());
    }
}
