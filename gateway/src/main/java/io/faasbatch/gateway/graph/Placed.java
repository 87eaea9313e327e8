package io.faasbatch.gateway.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A diagram with a place for everything in it, in pixels from its own upper left corner.
 *
 * @param boxes one per step
 * @param lines one per segment of an edge
 */
record Placed(double width, double height, List<Box> boxes, List<Line> lines) {

    private static final double COLUMN_GAP = 24;
    private static final double ROW_GAP = 44;
    private static final double BEND_WIDTH = 6;
    private static final double LEAF_HEIGHT = 42;
    private static final double SWITCH_HEIGHT = 64;
    private static final double LETTER = 7.4;
    private static final double NARROWEST = 90;

    /** Around nested steps; the title is above them. */
    static final double PADDING = 16;

    static final double TITLE = 42;

    /** What the stack behind a foreach sticks out by. */
    static final double STACK = 8;

    /** @param inside the steps nested in it */
    record Box(
            Diagram.Vertex step,
            double x,
            double y,
            double width,
            double height,
            @Nullable Placed inside) {}

    /**
     * A piece of an edge from top to bottom; it may go straight on through the row it begins in.
     *
     * @param straightTo how far down it goes before it bends
     * @param arrow whether it ends at a step
     */
    record Line(double x1, double y1, double straightTo, double x2, double y2, Diagram.Way way, boolean arrow) {}

    static Placed of(Diagram diagram) {
        List<Optional<Placed>> inside = diagram.steps().stream()
                .map(step -> Optional.ofNullable(step.graph()).map(Placed::of))
                .toList();
        Map<String, Integer> numbers = new HashMap<>();
        diagram.steps().forEach(step -> numbers.put(step.name(), numbers.size()));
        List<Layering.Edge> edges = diagram.edges().stream()
                .map(edge -> new Layering.Edge(
                        numbers.getOrDefault(edge.from(), 0), numbers.getOrDefault(edge.to(), 0), edge.kind()))
                .toList();
        return new Placement(diagram, inside, Layering.of(numbers.size(), edges)).placed();
    }

    /** The text of a step's two lines. */
    static String title(Diagram.Vertex step) {
        return Text.cut(step.name());
    }

    static String subtitle(Diagram.Vertex step) {
        String what = step.function() != null ? step.function() : step.workflow();
        String kind = step.kind().word() + (step.error() == null ? "" : " " + step.error());
        String more = (step.conditional() ? " if" : "")
                + (step.foreach() ? " foreach" : "")
                + (step.onFailure() ? " on failure" : "");
        return Text.cut((what == null ? kind : what) + more);
    }

    private static final class Placement {
        private final Diagram diagram;
        private final List<Optional<Placed>> inside;
        private final Layering layering;
        private final double[] width;
        private final double[] height;
        private final List<Box> boxes = new ArrayList<>();
        private final List<Line> lines = new ArrayList<>();

        Placement(Diagram diagram, List<Optional<Placed>> inside, Layering layering) {
            this.diagram = diagram;
            this.inside = inside;
            this.layering = layering;
            int all = layering.rows().stream().mapToInt(List::size).sum();
            width = new double[all];
            height = new double[all];
            for (int v = 0; v < all; v++) {
                width[v] =
                        layering.isBend(v) ? BEND_WIDTH : width(diagram.steps().get(v), inside.get(v));
                height[v] = layering.isBend(v) ? 0 : height(diagram.steps().get(v), inside.get(v));
            }
        }

        Placed placed() {
            RowOrder order = new RowOrder(layering);
            List<List<Integer>> rows = order.rows();
            double[] middle = new Columns(order, width, COLUMN_GAP).middles(rows);
            double[] top = new double[width.length];
            double[] bottom = new double[width.length];
            double y = 0;
            for (List<Integer> row : rows) {
                double high = row.stream().mapToDouble(v -> height[v]).max().orElse(0);
                for (int v : row) {
                    double own = layering.isBend(v) ? high : height[v];
                    top[v] = y + (high - own) / 2;
                    bottom[v] = top[v] + own;
                }
                y += high + ROW_GAP;
            }
            for (int v = 0; v < diagram.steps().size(); v++) {
                boxes.add(new Box(
                        diagram.steps().get(v),
                        middle[v] - width[v] / 2,
                        top[v],
                        width[v],
                        height[v],
                        inside.get(v).orElse(null)));
            }
            draw(middle, top, bottom, rows);
            double right = 0;
            for (int v = 0; v < width.length; v++) {
                right = Math.max(right, middle[v] + width[v] / 2);
            }
            return new Placed(right + STACK, Math.max(0, y - ROW_GAP) + STACK, boxes, lines);
        }

        private void draw(double[] middle, double[] top, double[] bottom, List<List<Integer>> rows) {
            Map<Integer, Double> rowEnd = new HashMap<>();
            rows.forEach(row -> {
                double end = row.stream().mapToDouble(v -> bottom[v]).max().orElse(0);
                row.forEach(v -> rowEnd.put(v, end));
            });
            for (Layering.Segment segment : layering.segments()) {
                int from = segment.from();
                int to = segment.to();
                double start = layering.isBend(from) ? top[from] : bottom[from];
                lines.add(new Line(
                        middle[from],
                        start,
                        rowEnd.getOrDefault(from, start),
                        middle[to],
                        top[to],
                        segment.way(),
                        !layering.isBend(to)));
            }
        }

        private static double width(Diagram.Vertex step, Optional<Placed> nested) {
            double text = Math.max(title(step).length(), subtitle(step).length()) * LETTER + 2 * PADDING;
            double own = Math.max(NARROWEST, step.kind() == Kind.SWITCH ? text * 1.35 : text);
            return nested.map(graph -> Math.max(own, graph.width() + 2 * PADDING))
                    .orElse(own);
        }

        private static double height(Diagram.Vertex step, Optional<Placed> nested) {
            double own = step.kind() == Kind.SWITCH ? SWITCH_HEIGHT : LEAF_HEIGHT;
            return nested.map(graph -> graph.height() + TITLE + PADDING).orElse(own);
        }
    }
}
