package io.faasbatch.gateway.graph;

import com.google.errorprone.annotations.FormatMethod;
import java.util.Locale;

/** Draws a diagram as SVG: one document without scripts or references to anything outside. */
public final class Svg {

    private static final double MARGIN = 16;
    private static final double SMOOTH = 0.5;
    private static final String STYLE = """
            text{font:12px ui-sans-serif,system-ui,Helvetica,Arial,sans-serif;fill:#1f2937;text-anchor:middle}
            .s{font-size:10px;fill:#6b7280}
            .b{fill:#fff;stroke:#64748b}
            .n{fill:#f8fafc;stroke:#94a3b8}
            .if{stroke-dasharray:5 3}
            .PENDING{fill:#f3f4f6;stroke:#9ca3af}
            .RUNNING{fill:#dbeafe;stroke:#2563eb;stroke-width:2}
            .SUCCEEDED{fill:#dcfce7;stroke:#16a34a}
            .SKIPPED{fill:#fafafa;stroke:#cbd5e1;stroke-dasharray:2 3}
            .FAILED{fill:#fee2e2;stroke:#dc2626;stroke-width:2}
            .CANCELLED{fill:#ffedd5;stroke:#ea580c}
            .e{fill:none;stroke:#94a3b8}
            .after{stroke-dasharray:4 3}
            .switch{stroke:#7c3aed}
            .catch{stroke:#dc2626;stroke-dasharray:6 3}
            """;
    private static final String ARROW =
            "<defs><marker id=\"a\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\""
                    + " markerHeight=\"7\" orient=\"auto\"><path d=\"M0 0L8 4L0 8z\" fill=\"#64748b\"/></marker></defs>\n";

    private final StringBuilder text = new StringBuilder();

    private Svg() {}

    public static String of(Diagram diagram, String title) {
        Placed placed = Placed.of(diagram);
        Svg svg = new Svg();
        svg.open(placed.width() + 2 * MARGIN, placed.height() + 2 * MARGIN, title);
        svg.draw(placed, MARGIN, MARGIN);
        return svg.text.append("</svg>\n").toString();
    }

    private void open(double width, double height, String title) {
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" height=\"%.0f\" viewBox=\"0 0 %.0f %.0f\">\n",
                width, height, width, height);
        text.append("<title>").append(Text.xml(title)).append("</title>\n<style>\n");
        text.append(STYLE).append("</style>\n").append(ARROW);
        add("<rect width=\"%.0f\" height=\"%.0f\" fill=\"#fff\"/>\n", width, height);
    }

    private void draw(Placed placed, double x, double y) {
        placed.lines().forEach(line -> draw(line, x, y));
        placed.boxes().forEach(box -> draw(box, x + box.x(), y + box.y()));
    }

    private void draw(Placed.Line line, double x, double y) {
        double bend = (line.y2() - line.straightTo()) * SMOOTH;
        add(
                "<path class=\"e %s\"%s d=\"M%.1f %.1fV%.1fC%.1f %.1f %.1f %.1f %.1f %.1f\"/>\n",
                line.way().word(),
                line.arrow() ? " marker-end=\"url(#a)\"" : "",
                x + line.x1(),
                y + line.y1(),
                y + line.straightTo(),
                x + line.x1(),
                y + line.straightTo() + bend,
                x + line.x2(),
                y + line.y2() - bend,
                x + line.x2(),
                y + line.y2());
    }

    private void draw(Placed.Box box, double x, double y) {
        Diagram.Vertex step = box.step();
        String look = look(step);
        text.append("<g><title>").append(Text.xml(tooltip(step))).append("</title>");
        if (step.foreach()) {
            outline(box, x + Placed.STACK, y + Placed.STACK, look);
            outline(box, x + Placed.STACK / 2, y + Placed.STACK / 2, look);
        }
        outline(box, x, y, look);
        double top = box.inside() == null ? y + box.height() / 2 - 3 : y + 17;
        add("<text x=\"%.1f\" y=\"%.1f\">%s</text>", x + box.width() / 2, top, Text.xml(Placed.title(step)));
        add(
                "<text class=\"s\" x=\"%.1f\" y=\"%.1f\">%s</text></g>\n",
                x + box.width() / 2, top + 14, Text.xml(Placed.subtitle(step)));
        if (box.inside() != null) {
            double left = (box.width() - box.inside().width()) / 2;
            draw(box.inside(), x + left, y + Placed.TITLE);
        }
    }

    private void outline(Placed.Box box, double x, double y, String look) {
        if (box.step().kind() == Kind.SWITCH) {
            double halfWidth = box.width() / 2;
            double halfHeight = box.height() / 2;
            add(
                    "<path class=\"%s\" d=\"M%.1f %.1fl%.1f %.1fl%.1f %.1fl%.1f %.1fz\"/>",
                    look, x, y + halfHeight, halfWidth, -halfHeight, halfWidth, halfHeight, -halfWidth, halfHeight);
        } else {
            add(
                    "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"6\"/>",
                    look, x, y, box.width(), box.height());
        }
    }

    private static String look(Diagram.Vertex step) {
        String plain = step.graph() == null ? "b" : "n";
        return plain + (step.conditional() ? " if" : "") + (step.state() == null ? "" : " " + Text.xml(step.state()));
    }

    private static String tooltip(Diagram.Vertex step) {
        String what = step.function() != null ? step.function() : step.workflow();
        return step.path() + ": " + step.kind().word() + (what == null ? "" : " " + what)
                + (step.state() == null ? "" : ", " + step.state());
    }

    /** Numbers have a point, whatever the country. */
    @FormatMethod
    private void add(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values));
    }
}
