package io.faasbatch.engine.metrics;

import io.faasbatch.engine.container.ContainerInfo;
import io.faasbatch.engine.container.ContainerPool;
import io.faasbatch.engine.container.PoolCounters;
import io.faasbatch.engine.invocation.InvocationRecord;
import io.faasbatch.engine.invocation.Timings;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * The metrics of a worker: told of each invocation that ends and each batch that is sent, asks for the rest when it is scraped.
 * Tags have few values: functions are not among them, because there may be thousands.
 */
public final class EngineMetrics {

    private static final List<String> CONTAINER_STATES = List.of("STARTING", "IDLE", "BUSY", "STOPPING", "GENERIC");
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final MeterRegistry registry;
    private final Counter coldStarts;
    private final DistributionSummary batchSizes;
    private final Timer scheduling;
    private final Timer coldStart;
    private final Timer queueing;
    private final Timer execution;

    public EngineMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.coldStarts = Counter.builder("faasbatch.cold.starts")
                .description("Invocations whose container was created for their batch")
                .register(registry);
        this.batchSizes = DistributionSummary.builder("faasbatch.batch.size")
                .description("Invocations per batch; its count is the number of batches")
                .serviceLevelObjectives(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
                .register(registry);
        this.scheduling = latency("scheduling");
        this.coldStart = latency("coldStart");
        this.queueing = latency("queueing");
        this.execution = latency("execution");
    }

    /** Told of an invocation that ended, however. */
    public void ended(InvocationRecord invocation) {
        registry.counter(
                        "faasbatch.invocations",
                        "outcome",
                        invocation.status().name().toLowerCase(Locale.ROOT))
                .increment();
        Timings timings = invocation.timings();
        record(scheduling, timings.scheduling());
        record(coldStart, timings.coldStart());
        record(queueing, timings.queueing());
        record(execution, timings.execution());
        Optional.ofNullable(invocation.container())
                .filter(InvocationRecord.ContainerUse::cold)
                .ifPresent(_ -> coldStarts.increment());
    }

    /** Told of a batch that was sent to a container. */
    public void dispatched(int size) {
        batchSizes.record(size);
    }

    /** Containers by state, asked for at every scrape; must not wait. */
    public void containers(Supplier<List<ContainerInfo>> containers) {
        for (String state : CONTAINER_STATES) {
            Gauge.builder("faasbatch.containers", containers, found -> count(found.get(), state))
                    .tag("state", state.toLowerCase(Locale.ROOT))
                    .description("Containers of this worker")
                    .register(registry);
        }
    }

    /** What the pool of containers has done, asked for at every scrape; must not wait. */
    public void pool(ContainerPool pool) {
        pool(pool, "started", PoolCounters::started);
        pool(pool, "start_failed", PoolCounters::startFailures);
        pool(pool, "expired", PoolCounters::expired);
        pool(pool, "died", PoolCounters::died);
        pool(pool, "repurposed", PoolCounters::repurposed);
        pool(pool, "taken_warm", PoolCounters::warmTaken);
        FunctionCounter.builder(
                        "faasbatch.invocation.reruns",
                        pool,
                        from -> from.counters().reruns())
                .description("Invocations that were run again because their container died")
                .register(registry);
    }

    private void pool(ContainerPool pool, String event, ToDoubleFunction<PoolCounters> count) {
        FunctionCounter.builder("faasbatch.container.events", pool, from -> count.applyAsDouble(from.counters()))
                .tag("event", event)
                .description("What became of containers")
                .register(registry);
    }

    /** Length of a queue, asked for at every scrape; must not wait. */
    public void queue(String name, Supplier<Number> length) {
        Gauge.builder("faasbatch.queue.length", length)
                .tag("queue", name)
                .description("What waits")
                .register(registry);
    }

    private Timer latency(String phase) {
        return Timer.builder("faasbatch.invocation.latency")
                .tag("phase", phase)
                .description("Where the time of invocations went")
                .publishPercentileHistogram()
                .minimumExpectedValue(SHORTEST)
                .maximumExpectedValue(LONGEST)
                .register(registry);
    }

    private static void record(Timer phase, double millis) {
        phase.record(Duration.ofNanos((long) (Math.max(0, millis) * 1e6)));
    }

    private static double count(List<ContainerInfo> containers, String state) {
        return containers.stream()
                .filter(container -> container.state().equals(state))
                .count();
    }
}
