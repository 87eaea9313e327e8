package io.faasbatch.experiments.chart;

import java.util.ArrayList;
import java.util.List;

/**
 * A table.
 *
 * @param labels how many columns name the row, from the left: the others are numbers
 */
public record Grid(List<String> header, int labels, List<List<Cell>> rows) {

    public Grid {
        header = List.copyOf(header);
        rows = rows.stream().map(List::copyOf).toList();
        for (List<Cell> row : rows) {
            if (row.size() != header.size()) {
                throw new IllegalArgumentException("a row of " + row.size() + " cells does not fit: " + row);
            }
        }
    }

    public Grid(List<String> header, int labels) {
        this(header, labels, List.of());
    }

    public Grid row(List<Cell> cells) {
        List<List<Cell>> more = new ArrayList<>(rows);
        more.add(cells);
        return new Grid(header, labels, more);
    }
}
