package io.faasbatch.engine.workflow;

import com.dashjoin.jsonata.Jsonata;
import java.time.Duration;

/**
 * Ends an evaluation that runs too long or too deep. The library's own bounds lose count of the depth at every array constructor,
 * so these count for themselves. Functions of the library that loop inside, such as a regular expression that backtracks, are
 * seen only when they return. For one evaluation and one thread.
 *
 * @see Jsonata.Frame#setRuntimeBounds
 */
final class EvaluationBounds {

    /** Longest evaluation of one expression. */
    static final Duration TIME = Duration.ofSeconds(5);

    /** Most expressions inside one another, calls of functions counted with all they are made of. */
    static final int DEPTH = 400;

    private final long start = System.nanoTime();
    private int depth;

    private EvaluationBounds() {}

    static void install(Jsonata.Frame frame) {
        var bounds = new EvaluationBounds();
        frame.setEvaluateEntryCallback((_, _, _) -> bounds.enter());
        frame.setEvaluateExitCallback((_, _, _, _) -> bounds.depth--);
    }

    private void enter() {
        depth++;
        if (depth > DEPTH) {
            throw new ExpressionException("is nested or recurses deeper than " + DEPTH);
        }
        if (System.nanoTime() - start > TIME.toNanos()) {
            throw new ExpressionException("takes longer than " + TIME.toSeconds() + " s");
        }
    }
}
