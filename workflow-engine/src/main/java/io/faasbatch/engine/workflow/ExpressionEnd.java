package io.faasbatch.engine.workflow;

/**
 * Finds the brace that closes an expression. Braces inside strings, quoted names, comments and regular expressions do not count;
 * a slash starts a regular expression where JSONata expects a value. For one expression.
 */
final class ExpressionEnd {

    private final String text;
    private int at;
    private int open;
    private boolean valueBefore;

    private ExpressionEnd(String text, int start) {
        this.text = text;
        this.at = start;
    }

    /** The offset of the closing brace, or -1. */
    static int find(String text, int start) {
        return new ExpressionEnd(text, start).scan();
    }

    private int scan() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '}' && open == 0) {
                return at;
            }
            step(c);
        }
        return -1;
    }

    private void step(char c) {
        switch (c) {
            case '"', '\'' -> skipTo(c, true);
            case '`' -> skipTo(c, false);
            case '/' -> slash();
            case '{' -> {
                open++;
                pass(false);
            }
            case '}' -> {
                open--;
                pass(true);
            }
            default -> pass(Character.isWhitespace(c) ? valueBefore : isEndOfValue(c));
        }
    }

    private void pass(boolean value) {
        valueBefore = value;
        at++;
    }

    private void slash() {
        if (text.startsWith("/*", at)) {
            int end = text.indexOf("*/", at + 2);
            at = end < 0 ? text.length() : end + 2;
        } else if (valueBefore) {
            pass(false);
        } else {
            skipTo('/', true);
        }
    }

    private void skipTo(char quote, boolean escapes) {
        at++;
        while (at < text.length() && text.charAt(at) != quote) {
            at += escapes && text.charAt(at) == '\\' ? 2 : 1;
        }
        pass(true);
    }

    private static boolean isEndOfValue(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c == ')' || c == ']';
    }
}
