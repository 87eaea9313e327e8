package io.faasbatch.grouping;

import java.time.Duration;

/**
 * What is known of a function from its recent completions; a picture of one moment.
 *
 * @param arrivals invocations that arrived so far
 * @param completed invocations the rest is derived from; 0 when nothing is known and all that follows is zero
 * @param meanExecution mean run time of user code
 * @param soloExecution a low percentile of it: how long it takes when nothing disturbs it
 * @param queueing50 median wait inside containers before user code started
 * @param queueing99 99th percentile of it
 * @param meanInside mean time inside containers, queueing and execution
 * @param inside50 median of it
 * @param inside99 99th percentile of it
 * @param usefulLoad most invocations in flight in one container that still run side by side rather than after each other;
 *     {@link #UNLIMITED} when no such bound was seen
 * @param scales whether it was seen that more in flight are served faster
 * @param meanStart how long its containers take to start; a guess when none was started yet
 */
public record FunctionStats(
        long arrivals,
        int completed,
        Duration meanExecution,
        Duration soloExecution,
        Duration queueing50,
        Duration queueing99,
        Duration meanInside,
        Duration inside50,
        Duration inside99,
        int usefulLoad,
        boolean scales,
        Duration meanStart) {

    /** No bound of the useful load was seen. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    /** How long a container takes to start while none has been measured. */
    public static final Duration START_GUESS = Duration.ofMillis(500);

    /** Of a function that never ran. */
    public static final FunctionStats UNKNOWN = new FunctionStats(
            0,
            0,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            UNLIMITED,
            false,
            START_GUESS);

    /** Whether anything ran yet. */
    public boolean known() {
        return completed > 0;
    }
}
