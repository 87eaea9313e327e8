package io.faasbatch.engine.worker;

import io.faasbatch.engine.storage.StorageUnavailableException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Announces a worker for as long as it runs, so that gateways find it. */
public final class Heartbeat implements AutoCloseable {

    /** How long an announcement holds: gateways forget a dead worker after this. */
    public static final Duration LEASE = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
    private static final Duration EVERY = Duration.ofSeconds(3);

    private final WorkerRegistry registry;
    private final WorkerInfo worker;
    private final CountDownLatch closed = new CountDownLatch(1);

    public Heartbeat(WorkerRegistry registry, WorkerInfo worker) {
        this.registry = registry;
        this.worker = worker;
    }

    public void start() {
        Thread.ofVirtual().name("heartbeat").start(this::beatUntilClosed);
    }

    private void beatUntilClosed() {
        try {
            do {
                announce();
            } while (!closed.await(EVERY.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void announce() {
        try {
            registry.announce(worker, LEASE);
        } catch (StorageUnavailableException e) {
            LOG.warn("worker {} could not be announced: {}", worker.id(), e.getMessage());
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            registry.withdraw(worker.id());
        } catch (StorageUnavailableException e) {
            LOG.warn("worker {} could not be withdrawn, its lease will end: {}", worker.id(), e.getMessage());
        }
    }
}
