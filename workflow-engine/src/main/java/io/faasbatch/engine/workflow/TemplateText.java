package io.faasbatch.engine.workflow;

import java.util.ArrayList;
import java.util.List;

/** Splits text into literal pieces and <code>${ ... }</code>; <code>$${</code> stands for a literal <code>${</code>. For one text. */
final class TemplateText {

    /**
     * @param text without the braces, for an expression
     * @param offset of the piece's first character in the whole
     */
    record Piece(boolean expression, String text, int offset) {}

    private final String text;
    private final List<Piece> pieces = new ArrayList<>();
    private final StringBuilder literal = new StringBuilder();

    private TemplateText(String text) {
        this.text = text;
    }

    static List<Piece> split(String text) throws ExpressionSyntaxException {
        var template = new TemplateText(text);
        template.read();
        return template.pieces;
    }

    private void read() throws ExpressionSyntaxException {
        int at = 0;
        while (at < text.length()) {
            if (text.startsWith("$${", at)) {
                literal.append("${");
                at += 3;
            } else if (text.startsWith("${", at)) {
                at = expression(at);
            } else {
                literal.append(text.charAt(at));
                at++;
            }
        }
        endLiteral(text.length());
    }

    private int expression(int dollar) throws ExpressionSyntaxException {
        endLiteral(dollar);
        int close = ExpressionEnd.find(text, dollar + 2);
        if (close < 0) {
            throw new ExpressionSyntaxException("the expression that starts here has no closing }", dollar);
        }
        pieces.add(new Piece(true, text.substring(dollar + 2, close), dollar + 2));
        return close + 1;
    }

    private void endLiteral(int end) {
        if (!literal.isEmpty()) {
            pieces.add(new Piece(false, literal.toString(), end - literal.length()));
            literal.setLength(0);
        }
    }
}
