package io.faasbatch.experiments.load;

import java.time.Duration;
import java.util.Optional;

/**
 * What became of one call.
 *
 * @param lateness how much later than intended it was sent
 * @param endToEnd from when it was meant to be sent until its answer was there, so that a late sender hides nothing
 * @param answer there when the call was answered with an invocation
 * @param note why it is not right; empty when it is
 */
public record Outcome(
        int index, Call call, Duration lateness, Duration endToEnd, Kind kind, Optional<Answer> answer, String note) {

    /** Each call is exactly one of these. */
    public enum Kind {
        /** Answered with the output it must have. */
        RIGHT,
        /** Answered with another output. */
        WRONG,
        /** Answered with an error. */
        FAILED,
        /** Never answered. */
        LOST
    }

    public boolean right() {
        return kind == Kind.RIGHT;
    }
}
