package io.faasbatch.engine.definition;

/** Turns the YAML library's offsets, which count code points, into offsets of a string. For offsets that never go back far. */
final class Offsets {

    private final String text;
    private final boolean same;
    private int codePoints;
    private int chars;

    Offsets(String text) {
        this.text = text;
        this.same = text.codePointCount(0, text.length()) == text.length();
    }

    int of(int wanted) {
        if (same) {
            return Math.min(wanted, text.length());
        }
        try {
            chars = text.offsetByCodePoints(chars, wanted - codePoints);
        } catch (IndexOutOfBoundsException e) {
            return text.length();
        }
        codePoints = wanted;
        return chars;
    }
}
