package io.faasbatch.experiments.figures;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A Markdown table, its columns aligned so that it can be read as it is. Used by one thread. */
public final class Table {

    private final List<List<String>> rows = new ArrayList<>();

    public Table(List<String> header) {
        rows.add(List.copyOf(header));
    }

    public void row(List<String> cells) {
        if (cells.size() != rows.getFirst().size()) {
            throw new IllegalArgumentException("a row of " + cells.size() + " cells does not fit: " + cells);
        }
        rows.add(List.copyOf(cells));
    }

    public void print(PrintStream out) {
        List<Integer> widths = new ArrayList<>();
        for (int column = 0; column < rows.getFirst().size(); column++) {
            int index = column;
            widths.add(
                    rows.stream().mapToInt(row -> row.get(index).length()).max().orElse(1));
        }
        line(out, rows.getFirst(), widths);
        line(out, widths.stream().map("-"::repeat).toList(), widths);
        rows.stream().skip(1).forEach(row -> line(out, row, widths));
    }

    private static void line(PrintStream out, List<String> cells, List<Integer> widths) {
        StringBuilder text = new StringBuilder("|");
        for (int i = 0; i < cells.size(); i++) {
            String padding = " ".repeat(widths.get(i) - cells.get(i).length());
            text.append(' ')
                    .append(i == 0 ? cells.get(i) + padding : padding + cells.get(i))
                    .append(" |");
        }
        out.println(text);
    }

    /** As many digits as a reader needs: {@code 0.42}, {@code 4.2}, {@code 42}; a dash for what was not measured. */
    public static String number(double value) {
        if (Double.isNaN(value)) {
            return "-";
        }
        double size = Math.abs(value);
        String format = size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, format, value);
    }
}
