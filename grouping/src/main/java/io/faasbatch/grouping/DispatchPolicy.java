package io.faasbatch.grouping;

import java.time.Duration;
import java.util.Optional;

/**
 * How the invocations of one function are dispatched.
 *
 * @param strategy when, and onto how many containers
 * @param interval how long a group may gather; zero dispatches at once
 * @param concurrency most invocations that run in one container at a time
 * @param maxContainers most containers of the function at a time
 * @param maxPending most invocations that may wait to be dispatched; more are refused
 * @param latencyTarget how long an invocation may take from its arrival to its end; empty derives it from the function's own times
 * @param parallelContainers how many containers of the function the worker's cores can run side by side, at least 1: of a
 *     function that computes, more would only share them
 */
public record DispatchPolicy(
        Strategy strategy,
        Duration interval,
        int concurrency,
        int maxContainers,
        int maxPending,
        Optional<Duration> latencyTarget,
        int parallelContainers) {

    private static final Duration LONGEST = Duration.ofDays(36_500);

    public DispatchPolicy {
        if (interval.isNegative()) {
            throw new IllegalArgumentException("interval must not be negative: " + interval);
        }
        if (concurrency < 1 || maxContainers < 1 || maxPending < 1 || parallelContainers < 1) {
            throw new IllegalArgumentException(
                    "concurrency, maxContainers, maxPending and parallelContainers must be at least 1");
        }
        if (latencyTarget.filter(target -> !target.isPositive()).isPresent()) {
            throw new IllegalArgumentException("latencyTarget must be above zero");
        }
    }

    /** Without a latency target, and with cores for all containers there may be. */
    public DispatchPolicy(Strategy strategy, Duration interval, int concurrency, int maxContainers, int maxPending) {
        this(strategy, interval, concurrency, maxContainers, maxPending, Optional.empty(), maxContainers);
    }

    /** How many invocations a container of this function runs at a time, under its strategy. */
    public int containerConcurrency() {
        return strategy.concurrency(this);
    }

    /** The interval for the clock; what does not fit is as good as forever. */
    long intervalNanos() {
        return interval.compareTo(LONGEST) > 0 ? LONGEST.toNanos() : interval.toNanos();
    }
}
