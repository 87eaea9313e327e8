package io.faasbatch.engine.definition;

/**
 * Finds where a character of a scalar's value stands in the document. YAML resolves quotes, escapes, indentation and folded
 * lines and keeps no map back, so value and source are walked side by side: equal characters belong together, white space of the
 * source that has no partner is indentation, and a backslash or doubled quote counts as the one character it stands for.
 */
final class SourceAlignment {

    private final String source;
    private final int end;
    private final boolean escapes;
    private int at;

    private SourceAlignment(YamlScalar scalar) {
        source = scalar.source().document();
        end = Math.min(scalar.source().end(), source.length());
        at = scalar.source().start();
        char first = at < end ? source.charAt(at) : ' ';
        escapes = first == '"' && !scalar.source().block();
        if (scalar.source().block()) {
            skipHeader();
        } else if (first == '"' || first == '\'') {
            at++;
        }
    }

    static Place placeOf(YamlScalar scalar, int offset) {
        var alignment = new SourceAlignment(scalar);
        String text = scalar.text();
        for (int i = 0; i < Math.min(offset, text.length()); i++) {
            alignment.pass(text.charAt(i));
        }
        if (offset < text.length()) {
            alignment.seek(text.charAt(offset));
        }
        return alignment.place();
    }

    private void skipHeader() {
        int newline = source.indexOf('\n', at);
        at = newline < 0 ? end : newline + 1;
    }

    private void pass(char wanted) {
        seek(wanted);
        if (at >= end) {
            return;
        }
        char here = source.charAt(at);
        if (escapes && here == '\\') {
            at += escapeLength();
        } else if (here == '\'' && wanted == '\'' && at + 1 < end && source.charAt(at + 1) == '\'' && startsQuoted()) {
            at += 2;
        } else {
            at++;
        }
    }

    private boolean startsQuoted() {
        return !escapes;
    }

    private void seek(char wanted) {
        if (Character.isWhitespace(wanted)) {
            return;
        }
        while (at < end && source.charAt(at) != wanted && Character.isWhitespace(source.charAt(at))) {
            at++;
        }
    }

    private int escapeLength() {
        char kind = at + 1 < end ? source.charAt(at + 1) : ' ';
        return switch (kind) {
            case 'x' -> 4;
            case 'u' -> 6;
            case 'U' -> 10;
            default -> 2;
        };
    }

    private Place place() {
        return Lines.placeOf(source, Math.min(at, source.length()));
    }
}
