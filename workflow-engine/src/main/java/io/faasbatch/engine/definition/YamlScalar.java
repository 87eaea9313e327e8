package io.faasbatch.engine.definition;

/**
 * Text, a number, a boolean or nothing.
 *
 * @param text the value with quotes, escapes and folded lines resolved
 * @param source the document's own spelling of it
 */
public record YamlScalar(String path, Place place, Kind kind, String text, Source source) implements YamlValue {

    /** What YAML 1.2's core schema takes a scalar for. */
    public enum Kind {
        TEXT("text"),
        INTEGER("a whole number"),
        DECIMAL("a number"),
        BOOLEAN("a boolean"),
        NULL("null");

        private final String what;

        Kind(String what) {
            this.what = what;
        }
    }

    /**
     * A stretch of the document.
     *
     * @param block whether a header line such as {@code |-} comes before the text
     */
    public record Source(String document, int start, int end, boolean block) {}

    @Override
    public long size() {
        return 1;
    }

    @Override
    public String what() {
        return kind.what;
    }

    /** Where in the document the character at {@code offset} of {@link #text} stands. */
    public Place placeOf(int offset) {
        return SourceAlignment.placeOf(this, offset);
    }
}
