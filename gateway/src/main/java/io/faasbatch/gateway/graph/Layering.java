package io.faasbatch.gateway.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Puts the vertices of a graph into rows so that every edge points down: a vertex's layer is the longest path to it, and a layer too wide to be
 * read is folded into several rows. An edge that passes a row gets a bend in it. Edges that leave or reach the same vertex share their bends,
 * so that a fan of a thousand edges stays one line until it opens.
 *
 * <p>Vertices are numbers; those from {@code count} on are bends.
 *
 * @param rows vertices from left to right, top row first
 * @param segments pieces of edges, each from a row to the next
 */
record Layering(int count, List<List<Integer>> rows, Set<Segment> segments) {

    private static final int NARROW = 12;
    private static final double FOLD = 1.5;

    record Edge(int from, int to, Diagram.Way way) {}

    record Segment(int from, int to, Diagram.Way way) {}

    /** @param count of vertices; {@code edges} make no circle */
    static Layering of(int count, List<Edge> edges) {
        int[] row = fold(layers(count, edges));
        List<List<Integer>> rows = new ArrayList<>();
        for (int v = 0; v < count; v++) {
            while (rows.size() <= row[v]) {
                rows.add(new ArrayList<>());
            }
            rows.get(row[v]).add(v);
        }
        return new Layering(count, rows, new Bends(count, row, rows, edges).segments());
    }

    boolean isBend(int vertex) {
        return vertex >= count;
    }

    private static int[] layers(int count, List<Edge> edges) {
        int[] open = new int[count];
        List<List<Integer>> next = new ArrayList<>();
        for (int v = 0; v < count; v++) {
            next.add(new ArrayList<>());
        }
        for (Edge edge : edges) {
            open[edge.to()]++;
            next.get(edge.from()).add(edge.to());
        }
        int[] layer = new int[count];
        Deque<Integer> ready = new ArrayDeque<>();
        for (int v = 0; v < count; v++) {
            if (open[v] == 0) {
                ready.add(v);
            }
        }
        while (!ready.isEmpty()) {
            int from = ready.remove();
            for (int to : next.get(from)) {
                layer[to] = Math.max(layer[to], layer[from] + 1);
                if (--open[to] == 0) {
                    ready.add(to);
                }
            }
        }
        return layer;
    }

    private static int[] fold(int[] layer) {
        int widest = Math.max(NARROW, (int) Math.ceil(Math.sqrt(layer.length) * FOLD));
        TreeMap<Integer, List<Integer>> byLayer = new TreeMap<>();
        for (int v = 0; v < layer.length; v++) {
            byLayer.computeIfAbsent(layer[v], _ -> new ArrayList<>()).add(v);
        }
        int[] row = new int[layer.length];
        int first = 0;
        for (List<Integer> wide : byLayer.values()) {
            int folds = (wide.size() + widest - 1) / widest;
            int each = (wide.size() + folds - 1) / folds;
            for (int i = 0; i < wide.size(); i++) {
                row[wide.get(i)] = first + i / each;
            }
            first += folds;
        }
        return row;
    }

    /** Cuts edges into segments. */
    private static final class Bends {
        private final int[] row;
        private final List<List<Integer>> rows;
        private final List<Edge> edges;
        private final int[] leaving;
        private final int[] reaching;
        private final Map<List<Object>, Integer> bends = new HashMap<>();
        private final Set<Segment> segments = new LinkedHashSet<>();
        private int last;

        Bends(int count, int[] row, List<List<Integer>> rows, List<Edge> edges) {
            this.last = count - 1;
            this.row = row;
            this.rows = rows;
            this.edges = edges;
            this.leaving = new int[count];
            this.reaching = new int[count];
        }

        Set<Segment> segments() {
            for (Edge edge : edges) {
                leaving[edge.from()]++;
                reaching[edge.to()]++;
            }
            edges.forEach(this::cut);
            return segments;
        }

        private void cut(Edge edge) {
            boolean shareSource = leaving[edge.from()] >= reaching[edge.to()];
            int from = edge.from();
            for (int at = row[edge.from()] + 1; at < row[edge.to()]; at++) {
                int bend = bend(shareSource, shareSource ? edge.from() : edge.to(), at, edge.way());
                segments.add(new Segment(from, bend, edge.way()));
                from = bend;
            }
            segments.add(new Segment(from, edge.to(), edge.way()));
        }

        private int bend(boolean shareSource, int owner, int at, Diagram.Way way) {
            return bends.computeIfAbsent(List.of(shareSource, owner, at, way), _ -> {
                rows.get(at).add(++last);
                return last;
            });
        }
    }
}
