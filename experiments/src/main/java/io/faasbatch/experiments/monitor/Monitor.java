package io.faasbatch.experiments.monitor;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.faasbatch.experiments.api.ContainerSeen;
import io.faasbatch.experiments.api.Gateway;
import java.io.IOException;
import java.nio.file.Path;
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
 * Looks at the containers twice a second, from its start until it is stopped. What lives for less than that may go unseen, and of a container that goes, the
 * processor time since the last look. One thread looks; its findings are guarded by the monitor itself.
 */
public final class Monitor {

    /** As often as the paper's own measurements. */
    public static final Duration INTERVAL = Duration.ofMillis(500);

    private static final double NANOS_PER_SECOND = 1e9;

    private static final System.Logger LOG = System.getLogger(Monitor.class.getName());

    private final Gateway gateway;
    private final Cgroups cgroups = new Cgroups(Path.of("/sys/fs/cgroup"));
    private final HostProcess worker;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;
    private final Duration workerCpuBefore;
    private final Map<String, Duration> cpuBefore = new HashMap<>();

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
    private long workerPeakMemory;

    private Monitor(Gateway gateway, long workerPid) {
        this.gateway = gateway;
        this.worker = new HostProcess(Path.of("/proc"), workerPid);
        this.workerCpuBefore = worker.cpu().orElse(Duration.ZERO);
        this.thread = Thread.ofPlatform().daemon().name("monitor").unstarted(this::watch);
    }

    /** @param workerPid the process of the worker on this machine */
    public static Monitor start(Gateway gateway, long workerPid) throws IOException, InterruptedException {
        Monitor monitor = new Monitor(gateway, workerPid);
        for (ContainerSeen container : gateway.containers()) {
            container
                    .dockerId()
                    .ifPresent(id -> monitor.cgroups.cpu(id).ifPresent(used -> monitor.cpuBefore.put(id, used)));
        }
        monitor.thread.start();
        return monitor;
    }

    /** Looks a last time. */
    public Usage stop() throws InterruptedException {
        stop.countDown();
        thread.join();
        look();
        return usage();
    }

    private void watch() {
        try {
            while (!stop.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() throws InterruptedException {
        try {
            take(gateway.containers());
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a look failed; the next one counts for the time of both", e);
        }
    }

    private synchronized void take(List<ContainerSeen> seen) {
        long now = System.nanoTime();
        double since = now - lastLook;
        lastLook = now;
        long memory = 0;
        for (ContainerSeen container : seen) {
            if (!container.generic()) {
                containers.add(container.id());
            }
            memory += memoryOf(container);
            container.dockerId().ifPresent(this::takeCpu);
        }
        nanos += since;
        containerNanos += since * seen.size();
        byteNanos += since * memory;
        peakMemory = Math.max(peakMemory, memory);
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
                nanos == 0 ? 0 : Math.round(byteNanos / nanos),
                used,
                worker.cpu().orElse(workerCpuBefore).minus(workerCpuBefore),
                workerPeakMemory);
    }
}
