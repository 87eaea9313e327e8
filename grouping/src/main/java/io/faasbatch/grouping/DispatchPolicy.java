package io.faasbatch.grouping;

import java.time.Duration;

/**
 * How the invocations of one function are dispatched.
 *
 * @param strategy when, and onto how many containers
 * @param interval how long a group may gather; zero dispatches at once
 * @param concurrency a container with fewer invocations in flight than this has room
 * @param maxContainers most containers of the function at a time
 * @param maxPending most invocations that may wait to be dispatched; more are refused
 */
public record DispatchPolicy(Strategy strategy, Duration interval, int concurrency, int maxContainers, int maxPending) {

    private static final Duration LONGEST = Duration.ofDays(36_500);

    public DispatchPolicy {
        if (interval.isNegative()) {
            throw new IllegalArgumentException("interval must not be negative: " + interval);
        }
        if (concurrency < 1 || maxContainers < 1 || maxPending < 1) {
            throw new IllegalArgumentException("concurrency, maxContainers and maxPending must be at least 1");
        }
    }

    /** The interval for the clock; what does not fit is as good as forever. */
    long intervalNanos() {
        return interval.compareTo(LONGEST) > 0 ? LONGEST.toNanos() : interval.toNanos();
    }
}
