package io.faasbatch.gateway.graph;

import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * Finds where the vertices of rows stand: as near as possible to the middle of their neighbours, in the given order and without touching. Within a
 * row that is a least-squares problem under an order, solved exactly by pooling neighbours that push each other (isotonic regression).
 */
final class Columns {

    private static final int SWEEPS = 6;

    private final RowOrder order;
    private final double[] width;
    private final double gap;
    private final double[] middle;

    Columns(RowOrder order, double[] width, double gap) {
        this.order = order;
        this.width = width;
        this.gap = gap;
        this.middle = new double[width.length];
    }

    /** The horizontal middle of each vertex; the leftmost side is at 0. */
    double[] middles(List<List<Integer>> rows) {
        rows.forEach(this::pack);
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            rows.forEach(row -> settle(row, vertex -> mean(vertex, order.above(vertex))));
            rows.reversed().forEach(row -> settle(row, vertex -> mean(vertex, order.below(vertex))));
        }
        rows.forEach(row -> settle(row, this::meanOfAll));
        shift();
        return middle;
    }

    /** Side by side, centred around 0. */
    private void pack(List<Integer> row) {
        double x = -row.stream().mapToDouble(v -> width[v] + gap).sum() / 2;
        for (int vertex : row) {
            middle[vertex] = x + width[vertex] / 2;
            x += width[vertex] + gap;
        }
    }

    private double mean(int vertex, List<Integer> neighbours) {
        return neighbours.stream().mapToDouble(v -> middle[v]).average().orElse(middle[vertex]);
    }

    private double meanOfAll(int vertex) {
        double up = mean(vertex, order.above(vertex));
        double down = mean(vertex, order.below(vertex));
        if (order.above(vertex).isEmpty()) {
            return down;
        }
        return order.below(vertex).isEmpty() ? up : (up + down) / 2;
    }

    private void settle(List<Integer> row, IntToDoubleFunction wish) {
        int n = row.size();
        double[] offset = new double[n];
        for (int i = 1; i < n; i++) {
            offset[i] = offset[i - 1] + (width[row.get(i - 1)] + width[row.get(i)]) / 2 + gap;
        }
        double[] sum = new double[n];
        int[] size = new int[n];
        int blocks = 0;
        for (int i = 0; i < n; i++) {
            sum[blocks] = wish.applyAsDouble(row.get(i)) - offset[i];
            size[blocks] = 1;
            while (blocks > 0 && sum[blocks - 1] / size[blocks - 1] > sum[blocks] / size[blocks]) {
                sum[blocks - 1] += sum[blocks];
                size[blocks - 1] += size[blocks];
                blocks--;
            }
            blocks++;
        }
        int i = 0;
        for (int block = 0; block < blocks; block++) {
            for (int k = 0; k < size[block]; k++, i++) {
                middle[row.get(i)] = sum[block] / size[block] + offset[i];
            }
        }
    }

    private void shift() {
        double left = 0;
        for (int v = 0; v < middle.length; v++) {
            left = v == 0 ? middle[v] - width[v] / 2 : Math.min(left, middle[v] - width[v] / 2);
        }
        for (int v = 0; v < middle.length; v++) {
            middle[v] -= left;
        }
    }
}
