package io.faasbatch.gateway.graph;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Finds where the vertices of rows stand: as near as possible to the middle of their neighbours, in the given order and without touching. Within a
 * row that is a least-squares problem under an order, solved exactly by pooling neighbours that push each other (isotonic regression). Folded rows
 * stay where they are, one below the other: all are as wide as the drawing should be.
 */
final class Columns {

    private static final int SWEEPS = 6;

    private final RowOrder order;
    private final double[] width;
    private final double gap;
    private final Layering layering;
    private final double[] middle;

    Columns(Layering layering, RowOrder order, double[] width, double gap) {
        this.layering = layering;
        this.order = order;
        this.width = width;
        this.gap = gap;
        this.middle = new double[width.length];
    }

    /** The horizontal middle of each vertex; the leftmost side is at 0. */
    double[] middles(List<List<Integer>> rows) {
        rows.forEach(this::pack);
        List<List<Integer>> loose = IntStream.range(0, rows.size())
                .filter(row -> !layering.folded().contains(row))
                .mapToObj(rows::get)
                .toList();
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            loose.forEach(row -> settle(row, vertex -> mean(vertex, order.above(vertex))));
            loose.reversed().forEach(row -> settle(row, vertex -> mean(vertex, order.below(vertex))));
        }
        loose.forEach(row -> settle(row, this::meanOfAll));
        shift();
        return middle;
    }

    /** Side by side, centred around 0. */
    private void pack(List<Integer> row) {
        double[] offset = offsets(row);
        for (int i = 0; i < offset.length; i++) {
            middle[row.get(i)] = offset[i] - offset[offset.length - 1] / 2;
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

    /** How far the middle of each is from that of the first, when they stand as close as they may; bends are close together. */
    private double[] offsets(List<Integer> row) {
        double[] offset = new double[row.size()];
        for (int i = 1; i < offset.length; i++) {
            int before = row.get(i - 1);
            int vertex = row.get(i);
            double between = layering.isBend(before) && layering.isBend(vertex) ? 0 : gap;
            offset[i] = offset[i - 1] + (width[before] + width[vertex]) / 2 + between;
        }
        return offset;
    }

    private void settle(List<Integer> row, IntToDoubleFunction wish) {
        int n = row.size();
        double[] offset = offsets(row);
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
