package io.faasbatch.engine.container;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The waiting half of a container's life: starts and removes containers, and sees to it that there are never more than the
 * limit, also while those that left service are still being removed.
 */
final class ContainerLife {

    private static final Logger LOG = LoggerFactory.getLogger(ContainerLife.class);

    private static final int REMOVE_ATTEMPTS = 3;

    private final Sandbox sandbox;
    private final ContainerStart starter;
    private final Semaphore places;

    ContainerLife(Sandbox sandbox, ContainerStart starter, int maxContainers) {
        this.sandbox = sandbox;
        this.starter = starter;
        this.places = new Semaphore(maxContainers, true);
    }

    /** Waits for a place, then for the container. */
    Sandbox.Instance start(Container container) throws StartFailedException, InterruptedException {
        places.acquire();
        boolean up = false;
        try {
            Sandbox.Instance instance = starter.start(container.id, container.function);
            up = true;
            return instance;
        } finally {
            if (!up) {
                places.release();
            }
        }
    }

    /** Removes a container that was started; what the Engine will not remove is an orphan for the next start of the worker. */
    void remove(Container container, Sandbox.Instance instance) {
        try {
            for (int attempt = 1; !tryRemove(container, instance); attempt++) {
                if (attempt == REMOVE_ATTEMPTS) {
                    LOG.error("{} could not be removed and is left behind", container);
                    return;
                }
            }
        } finally {
            places.release();
        }
    }

    private boolean tryRemove(Container container, Sandbox.Instance instance) {
        try {
            sandbox.remove(instance);
            return true;
        } catch (SandboxException e) {
            LOG.warn("{} could not be removed: {}", container, e.getMessage());
            return false;
        }
    }

    String causeOfDeath(Sandbox.Instance instance) {
        try {
            return sandbox.causeOfDeath(instance);
        } catch (SandboxException e) {
            LOG.warn("Why container {} died cannot be told: {}", instance.id(), e.getMessage());
            return "unknown cause";
        }
    }

    void awaitAll(Collection<Container> stopping, Duration timeout) {
        CompletableFuture<?>[] gone =
                stopping.stream().map(container -> container.gone).toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(gone).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warn("Not all containers were removed within {}", timeout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a removal is only ever completed normally", e);
        }
    }
}
