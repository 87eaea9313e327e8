package io.faasbatch.grouping;

/**
 * How one invocation ran.
 *
 * @param queueingNanos inside the container, until user code started
 * @param executionNanos user code
 * @param succeeded false when it failed: its run times then say nothing about the function
 */
public record RunTimes(long queueingNanos, long executionNanos, boolean succeeded) {

    public RunTimes {
        if (queueingNanos < 0 || executionNanos < 0) {
            throw new IllegalArgumentException("times must not be negative");
        }
    }

    long insideNanos() {
        return queueingNanos + executionNanos;
    }
}
