package io.faasbatch.engine.workflow;

/** A text is no expression. */
final class ExpressionSyntaxException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int offset;

    ExpressionSyntaxException(String message, int offset, Throwable cause) {
        super(message, cause);
        this.offset = offset;
    }

    ExpressionSyntaxException(String message, int offset) {
        super(message);
        this.offset = offset;
    }

    /** Of the first character that does not belong there. */
    int offset() {
        return offset;
    }
}
