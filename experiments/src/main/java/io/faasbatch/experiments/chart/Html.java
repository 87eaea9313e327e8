package io.faasbatch.experiments.chart;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Pieces of a page. Every text is escaped here. */
final class Html {

    private Html() {}

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    static String element(String name, String text) {
        return "<" + name + ">" + escape(text) + "</" + name + ">\n";
    }

    static String table(Grid grid) {
        String head = grid.header().stream()
                .map(column -> "<th scope=\"col\">" + escape(column) + "</th>")
                .collect(Collectors.joining());
        String body = grid.rows().stream()
                .map(row -> "<tr>" + row(grid, row) + "</tr>\n")
                .collect(Collectors.joining());
        return "<div class=\"table\"><table class=\"labels" + grid.labels() + "\"><thead><tr>" + head
                + "</tr></thead>\n<tbody>\n" + body + "</tbody></table></div>\n";
    }

    private static String row(Grid grid, List<Cell> cells) {
        StringBuilder row = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            row.append(cell(cells.get(i), i < grid.labels()));
        }
        return row.toString();
    }

    private static String cell(Cell cell, boolean label) {
        String tag = label ? "th scope=\"row\"" : "td";
        String tone = cell.tone() == Cell.Tone.PLAIN
                ? ""
                : " class=\"" + cell.tone().name().toLowerCase(Locale.ROOT) + "\"";
        String note = cell.note().isEmpty() ? "" : "<small>" + escape(cell.note()) + "</small>";
        return "<" + tag + tone + ">" + escape(cell.text()) + note + "</" + (label ? "th" : "td") + ">";
    }
}
