package io.faasbatch.experiments.trace;

import java.time.Duration;

/**
 * One invocation of a trace. Where a trace tells only the input or only the duration, {@link FibonacciInputs} gives the other.
 *
 * @param offset after the start of the trace, not negative
 * @param function as the trace names it
 * @param input of the Fibonacci function that stands for the recorded work, at least 1
 * @param duration the recorded work takes when nothing is in its way
 */
public record Arrival(Duration offset, String function, int input, Duration duration) {

    public Arrival {
        if (offset.isNegative() || duration.isNegative() || input < 1) {
            throw new IllegalArgumentException(
                    "offset and duration must not be negative, and input at least 1: " + offset + " " + input);
        }
    }
}
