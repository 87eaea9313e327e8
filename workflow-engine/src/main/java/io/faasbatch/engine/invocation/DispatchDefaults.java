package io.faasbatch.engine.invocation;

import io.faasbatch.engine.function.FunctionDefinition;
import io.faasbatch.grouping.DispatchPolicy;
import io.faasbatch.grouping.Strategies;
import io.faasbatch.protocol.Isolation;
import java.time.Duration;
import java.util.Optional;

/**
 * How a worker dispatches the invocations of a function that does not say it itself.
 *
 * @param strategy a name {@link Strategies#byName} knows
 * @param interval how long a group gathers, zero or more
 * @param maxContainersPerFunction at least 1
 * @param maxPending most invocations of one function that wait to be dispatched, at least 1
 * @param latencyTarget how long an invocation may take from its arrival to its end; empty derives it from the function's own times
 * @param cores of the worker, at least 1
 * @param lends whether a busy container may use what cores others leave idle, beyond its own
 */
public record DispatchDefaults(
        String strategy,
        Duration interval,
        int maxContainersPerFunction,
        int maxPending,
        Optional<Duration> latencyTarget,
        int cores,
        boolean lends) {

    /** Without a latency target, on as many cores as this machine has. */
    public DispatchDefaults(String strategy, Duration interval, int maxContainersPerFunction, int maxPending) {
        this(
                strategy,
                interval,
                maxContainersPerFunction,
                maxPending,
                Optional.empty(),
                Runtime.getRuntime().availableProcessors(),
                false);
    }

    public DispatchDefaults {
        if (interval.isNegative()) {
            throw new IllegalArgumentException("interval must not be negative: " + interval);
        }
        if (maxContainersPerFunction < 1 || maxPending < 1 || cores < 1) {
            throw new IllegalArgumentException("maxContainersPerFunction, maxPending and cores must be at least 1");
        }
        if (!Strategies.names().contains(strategy)) {
            throw new IllegalArgumentException("unknown strategy " + strategy + ", known: " + Strategies.names());
        }
    }

    /** What holds for one function: its own settings, these where it has none. */
    public DispatchPolicy policyOf(FunctionDefinition function) {
        return new DispatchPolicy(
                Strategies.byName(function.strategy().orElse(strategy)).orElseThrow(),
                function.dispatchInterval().orElse(interval),
                function.concurrency(),
                maxContainersPerFunction,
                maxPending,
                function.latencyTarget().or(() -> latencyTarget),
                (int) Math.ceil(cores / coresOfOne(function)));
    }

    /** How many cores one container of the function can keep busy. */
    private double coresOfOne(FunctionDefinition function) {
        boolean oneInterpreter = function.runtime().equals("python3") && function.isolation() == Isolation.THREAD;
        double allowed = lends ? cores : Math.min(cores, function.cpus());
        return oneInterpreter ? Math.min(1, allowed) : allowed;
    }
}
