package io.faasbatch.experiments.chart;

/**
 * A cell of a table.
 *
 * @param note small, below the text; empty for none
 */
public record Cell(String text, String note, Tone tone) {

    /** How a cell is set off. */
    public enum Tone {
        PLAIN,
        GOOD,
        BAD,
        /** What is not ours, or less sure. */
        FAINT
    }

    public static Cell of(String text) {
        return new Cell(text, "", Tone.PLAIN);
    }

    public static Cell of(String text, String note) {
        return new Cell(text, note, Tone.PLAIN);
    }

    public Cell toned(Tone other) {
        return new Cell(text, note, other);
    }
}
