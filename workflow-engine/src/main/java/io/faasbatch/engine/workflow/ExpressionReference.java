package io.faasbatch.engine.workflow;

import java.util.List;

/**
 * A name of the scope that an expression uses.
 *
 * @param root such as {@code steps}; {@link #WHOLE} for the scope as a whole
 * @param names the plain names that follow, at most two: of {@code steps.count.output.x} they are {@code count} and {@code output}
 * @param offset of the root, in the expression
 */
record ExpressionReference(String root, List<String> names, int offset) {

    /** All of the scope at once, as {@code $$} or {@code *} take it. */
    static final String WHOLE = "$$";

    /** A call of {@code $eval}. */
    static final String EVAL = "$eval";

    ExpressionReference {
        names = List.copyOf(names);
    }
}
