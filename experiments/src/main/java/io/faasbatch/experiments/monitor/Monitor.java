package io.faasbatch.experiments.monitor;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.faasbatch.experiments.api.ContainerSeen;
import io.faasbatch.experiments.api.DispatchSeen;
import io.faasbatch.experiments.api.Gateway;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Looks at the containers twice a second or as often as it is told, from its start until it is stopped. What lives for less than that may go unseen, and of a
 * container that goes, the processor time since the last look. One thread looks; its findings are guarded by the monitor itself.
 */
public final class Monitor {

    /** As often as the paper's own measurements. */
    public static final Duration INTERVAL = Duration.ofMillis(500);

    private static final double NANOS_PER_SECOND = 1e9;

    private static final System.Logger LOG = System.getLogger(Monitor.class.getName());

    private final Gateway gateway;
    private final Cgroups cgroups;
    private final HostProcess worker;
    private final Duration interval;
    private final long begun;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;
    private final Duration workerCpuBefore;
    private final Map<String, Duration> cpuBefore = new HashMap<>();

    @GuardedBy("this")
    private final Sampler sampler;

    @GuardedBy("this")
    private final Map<String, Duration> cpu = new HashMap<>();

    @GuardedBy("this")
    private final Set<String> containers = new HashSet<>();

    @GuardedBy("this")
    private long lastLook = System.nanoTime();

    @GuardedBy("this")
    private double containerNanos;

    @GuardedBy("this")
    private double byteNanos;

    @GuardedBy("this")
    private double nanos;

    @GuardedBy("this")
    private long peakMemory;

    @GuardedBy("this")
    private long peakOwnMemory;

    @GuardedBy("this")
    private long workerPeakMemory;

    private Monitor(Gateway gateway, Sources sources, Duration interval, long start) {
        this.gateway = gateway;
        this.cgroups = sources.cgroups();
        this.worker = sources.worker();
        this.sampler = new Sampler(sources, start);
        this.interval = interval;
        this.begun = start;
        this.lastLook = start;
        this.workerCpuBefore = worker.cpu().orElse(Duration.ZERO);
        this.thread = Thread.ofPlatform().daemon().name("monitor").unstarted(this::watch);
    }

    /** @param workerPid the process of the worker on this machine */
    public static Monitor start(Gateway gateway, long workerPid) throws IOException, InterruptedException {
        return start(gateway, workerPid, INTERVAL);
    }

    /** @param interval between two looks, each of which costs the system some milliseconds */
    public static Monitor start(Gateway gateway, long workerPid, Duration interval)
            throws IOException, InterruptedException {
        return start(gateway, Sources.ofMachine(workerPid), interval);
    }

    static Monitor start(Gateway gateway, Sources sources, Duration interval) throws IOException, InterruptedException {
        List<ContainerSeen> there = gateway.containers();
        DispatchSeen dispatch = gateway.dispatching();
        Monitor monitor = new Monitor(gateway, sources, interval, System.nanoTime());
        monitor.begin(there, dispatch);
        monitor.thread.start();
        return monitor;
    }

    private synchronized void begin(List<ContainerSeen> there, DispatchSeen dispatch) {
        sampler.begin(there, dispatch);
        for (ContainerSeen container : there) {
            container.dockerId().ifPresent(id -> cgroups.cpu(id).ifPresent(used -> cpuBefore.put(id, used)));
        }
    }

    /** Looks a last time. */
    public Usage stop() throws InterruptedException {
        stop.countDown();
        thread.join();
        look();
        return usage();
    }

    /** When the samples count from, by {@link System#nanoTime}. */
    public long begun() {
        return begun;
    }

    /** One for each look, in order; complete once the monitor is stopped. */
    public synchronized List<SystemSample> samples() {
        return sampler.samples();
    }

    /** One for each container and look, in the order of the looks; complete once the monitor is stopped. */
    public synchronized List<ContainerSample> containerSamples() {
        return sampler.containerSamples();
    }

    /** A look that takes longer than the interval makes the ones it hid fall out. */
    private void watch() {
        long due = begun + interval.toNanos();
        try {
            while (!stop.await(due - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                look();
                due = Math.max(due, System.nanoTime() - interval.toNanos()) + interval.toNanos();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() throws InterruptedException {
        try {
            take(gateway.containers(), gateway.dispatching());
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a look failed; the next one counts for the time of both", e);
        }
    }

    private synchronized void take(List<ContainerSeen> seen, DispatchSeen dispatch) {
        long now = System.nanoTime();
        sampler.take(seen, dispatch, now);
        double since = now - lastLook;
        lastLook = now;
        long memory = 0;
        long own = 0;
        for (ContainerSeen container : seen) {
            long bytes = memoryOf(container);
            memory += bytes;
            if (!container.generic()) {
                containers.add(container.id());
                own += bytes;
            }
            container.dockerId().ifPresent(this::takeCpu);
        }
        nanos += since;
        containerNanos += since * seen.size();
        byteNanos += since * memory;
        peakMemory = Math.max(peakMemory, memory);
        peakOwnMemory = Math.max(peakOwnMemory, own);
        workerPeakMemory = Math.max(workerPeakMemory, worker.memoryBytes().orElse(0));
    }

    @GuardedBy("this")
    private void takeCpu(String dockerId) {
        cgroups.cpu(dockerId).ifPresent(used -> cpu.put(dockerId, used));
    }

    private long memoryOf(ContainerSeen container) {
        OptionalLong counted = container.dockerId().map(cgroups::memoryBytes).orElse(OptionalLong.empty());
        return counted.orElse(container.memoryBytes().orElse(0));
    }

    private synchronized Usage usage() {
        Duration used = Duration.ZERO;
        for (Map.Entry<String, Duration> entry : cpu.entrySet()) {
            used = used.plus(entry.getValue()).minus(cpuBefore.getOrDefault(entry.getKey(), Duration.ZERO));
        }
        return new Usage(
                containers,
                containerNanos / NANOS_PER_SECOND,
                peakMemory,
                peakOwnMemory,
                nanos == 0 ? 0 : Math.round(byteNanos / nanos),
                used,
                worker.cpu().orElse(workerCpuBefore).minus(workerCpuBefore),
                workerPeakMemory);
    }
}
