package io.faasbatch.engine.definition;

/** Lines and columns of a text; columns count characters as a reader sees them, so a surrogate pair is one. */
final class Lines {

    private Lines() {}

    static Place placeOf(String text, int offset) {
        int line = 1;
        int start = 0;
        for (int newline = text.indexOf('\n'); newline >= 0 && newline < offset; newline = text.indexOf('\n', start)) {
            line++;
            start = newline + 1;
        }
        return new Place(line, text.codePointCount(start, offset) + 1);
    }
}
