package io.faasbatch.grouping.simulation;

import io.faasbatch.grouping.DispatchPolicy;
import io.faasbatch.grouping.Strategies;
import io.faasbatch.grouping.keepalive.KeepAlives;
import java.time.Duration;
import java.util.Optional;

/**
 * How a workload is dispatched, and on what.
 *
 * @param strategy a name that {@link Strategies#byName} knows
 * @param interval the dispatch interval
 * @param concurrency most invocations that run in one container at a time, where the strategy does not say otherwise
 * @param maxContainers most containers of one function
 * @param maxPending most pending invocations of one function; more are refused
 * @param latencyTarget of every function; empty derives it
 * @param keepAlive a name that {@link KeepAlives#byName} knows
 * @param lifetime how long an unused container is kept, where the policy has no better knowledge
 */
public record Setting(
        String strategy,
        Duration interval,
        int concurrency,
        int maxContainers,
        int maxPending,
        Optional<Duration> latencyTarget,
        String keepAlive,
        Duration lifetime,
        Worker worker) {

    private static final int MANY = 1_000_000;

    public Setting {
        if (Strategies.byName(strategy).isEmpty()) {
            throw new IllegalArgumentException("unknown strategy " + strategy + ", known: " + Strategies.names());
        }
        if (KeepAlives.byName(keepAlive, lifetime).isEmpty()) {
            throw new IllegalArgumentException("unknown policy " + keepAlive + ", known: " + KeepAlives.names());
        }
    }

    /** An interval of 200 ms, 128 invocations at a time, a lifetime of 600 s, and bounds that nothing reaches. */
    public static Setting of(String strategy, Worker worker) {
        return new Setting(
                strategy,
                Duration.ofMillis(200),
                128,
                worker.maxContainers(),
                MANY,
                Optional.empty(),
                "fixed",
                Duration.ofMinutes(10),
                worker);
    }

    public Setting withInterval(Duration other) {
        return new Setting(
                strategy, other, concurrency, maxContainers, maxPending, latencyTarget, keepAlive, lifetime, worker);
    }

    public Setting withLatencyTarget(Duration other) {
        return new Setting(
                strategy,
                interval,
                concurrency,
                maxContainers,
                maxPending,
                Optional.of(other),
                keepAlive,
                lifetime,
                worker);
    }

    public Setting withKeepAlive(String other, Duration otherLifetime) {
        return new Setting(
                strategy,
                interval,
                concurrency,
                maxContainers,
                maxPending,
                latencyTarget,
                other,
                otherLifetime,
                worker);
    }

    DispatchPolicy policy() {
        return new DispatchPolicy(
                Strategies.byName(strategy).orElseThrow(),
                interval,
                concurrency,
                maxContainers,
                maxPending,
                latencyTarget,
                1);
    }
}
