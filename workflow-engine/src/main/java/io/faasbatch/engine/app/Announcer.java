package io.faasbatch.engine.app;

import io.faasbatch.engine.storage.StorageUnavailableException;
import io.faasbatch.engine.worker.WorkerInfo;
import io.faasbatch.engine.worker.WorkerRegistry;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps this worker announced from its start to its end. All of it happens on its one thread. */
final class Announcer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);
    private static final int PER_LEASE = 3;

    private final WorkerRegistry registry;
    private final WorkerInfo worker;
    private final Duration lease;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("announcer").daemon().factory());
    private boolean reachable = true;

    Announcer(WorkerRegistry registry, WorkerInfo worker, Duration lease) {
        this.registry = registry;
        this.worker = worker;
        this.lease = lease;
    }

    /** Announces at once, and then again and again. */
    void start() {
        var _ = thread.scheduleWithFixedDelay(this::announce, 0, lease.toMillis() / PER_LEASE, TimeUnit.MILLISECONDS);
    }

    private void announce() {
        try {
            registry.announce(worker, lease);
            reachable = true;
        } catch (StorageUnavailableException e) {
            if (reachable) {
                LOG.warn("worker {} cannot announce itself, gateways will lose it: {}", worker.id(), e.getMessage());
            }
            reachable = false;
        }
    }

    /** Withdraws the worker, so that no gateway sends it anything more. */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            registry.withdraw(worker.id());
        } catch (StorageUnavailableException e) {
            LOG.warn("worker {} could not be withdrawn, its lease runs out by itself: {}", worker.id(), e.getMessage());
        }
    }
}
