package io.faasbatch.gateway.graph;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Orders rows so that few edges cross: each vertex goes to the mean place of its neighbours, sweeping down and up (barycenter method). */
final class RowOrder {

    private static final int SWEEPS = 8;

    private final List<List<Integer>> rows = new ArrayList<>();
    private final Map<Integer, List<Integer>> above = new HashMap<>();
    private final Map<Integer, List<Integer>> below = new HashMap<>();

    /** The place of a vertex in its row, as a share of the row's width. */
    private final Map<Integer, Double> places = new HashMap<>();

    RowOrder(Layering layering) {
        layering.rows().forEach(row -> rows.add(new ArrayList<>(row)));
        for (Layering.Segment segment : layering.segments()) {
            above.computeIfAbsent(segment.to(), _ -> new ArrayList<>()).add(segment.from());
            below.computeIfAbsent(segment.from(), _ -> new ArrayList<>()).add(segment.to());
        }
    }

    List<List<Integer>> rows() {
        rows.forEach(this::note);
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            rows.forEach(row -> sort(row, above));
            rows.reversed().forEach(row -> sort(row, below));
        }
        rows.forEach(row -> sort(row, above));
        return rows;
    }

    /** A vertex's neighbours on one side. */
    List<Integer> above(int vertex) {
        return above.getOrDefault(vertex, List.of());
    }

    List<Integer> below(int vertex) {
        return below.getOrDefault(vertex, List.of());
    }

    private void sort(List<Integer> row, Map<Integer, List<Integer>> neighbours) {
        Map<Integer, Double> wished = new HashMap<>();
        row.forEach(vertex -> wished.put(
                vertex,
                neighbours.getOrDefault(vertex, List.of()).stream()
                        .mapToDouble(this::place)
                        .average()
                        .orElseGet(() -> place(vertex))));
        row.sort(Comparator.comparingDouble(vertex -> wished.getOrDefault(vertex, 0.0)));
        note(row);
    }

    private double place(int vertex) {
        return places.getOrDefault(vertex, 0.0);
    }

    private void note(List<Integer> row) {
        for (int i = 0; i < row.size(); i++) {
            places.put(row.get(i), (i + 0.5) / row.size());
        }
    }
}
