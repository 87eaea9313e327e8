package io.faasbatch.engine.faasflow;

/** A condition is not of the part of Python that is understood. */
final class ConditionSyntaxException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int offset;

    ConditionSyntaxException(String message, int offset) {
        super(message);
        this.offset = offset;
    }

    /** Which character of the condition it is about, from 0. */
    int offset() {
        return offset;
    }
}
