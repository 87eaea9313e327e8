package io.faasbatch.engine.container;

import io.faasbatch.engine.function.FunctionDefinition;
import io.faasbatch.grouping.ContainerId;
import io.faasbatch.grouping.FunctionId;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The waiting half of a container's life: starts and removes containers, and sees to it that there are never more than the
 * limit, also while those that left service are still being removed.
 */
final class ContainerLife {

    private static final Logger LOG = LoggerFactory.getLogger(ContainerLife.class);

    private static final int REMOVE_ATTEMPTS = 3;
    /** Removals at a time: an Engine that is asked for a hundred at once may lock up (Docker 20.10 does). */
    private static final int CONCURRENT_REMOVALS = 8;

    private final Sandbox sandbox;
    private final ContainerStart starter;
    private final Semaphore places;
    private final Semaphore removals = new Semaphore(CONCURRENT_REMOVALS, true);

    ContainerLife(Sandbox sandbox, ContainerStart starter, int maxContainers) {
        this.sandbox = sandbox;
        this.starter = starter;
        this.places = new Semaphore(maxContainers, true);
    }

    /** Starts a container. Waits. */
    private interface Starting {
        Sandbox.Instance get() throws StartFailedException, InterruptedException;
    }

    /**
     * Waits for a place, then for a container that has no function yet, but is for one.
     *
     * @param created told of the container before its proxy answers
     */
    Sandbox.Instance start(ContainerId id, Shape shape, FunctionId function, Consumer<Sandbox.Instance> created)
            throws StartFailedException, InterruptedException {
        return inPlace(() -> starter.start(id, shape, function, created));
    }

    /** The same, for a function that is not known yet. */
    Sandbox.Instance startAhead(ContainerId id, Shape shape, Consumer<Sandbox.Instance> created)
            throws StartFailedException, InterruptedException {
        return inPlace(() -> starter.startAhead(id, shape, created));
    }

    private Sandbox.Instance inPlace(Starting starting) throws StartFailedException, InterruptedException {
        places.acquire();
        boolean up = false;
        try {
            Sandbox.Instance instance = starting.get();
            up = true;
            return instance;
        } finally {
            if (!up) {
                places.release();
            }
        }
    }

    /** Takes a place for a container of an earlier run, if it still answers and can be made as if it were new. */
    boolean adopt(Sandbox.Instance leftover) {
        if (!places.tryAcquire()) {
            return false;
        }
        boolean adopted = false;
        try {
            adopted = starter.isGeneric(leftover) || starter.wipe(leftover);
        } finally {
            if (!adopted) {
                places.release();
            }
        }
        return adopted;
    }

    /** Gives a container its function. When that fails the container is removed. */
    void load(Sandbox.Instance instance, FunctionDefinition function, int concurrency)
            throws StartFailedException, InterruptedException {
        boolean loaded = false;
        try {
            starter.load(instance, function, concurrency);
            loaded = true;
        } finally {
            if (!loaded) {
                remove(instance);
            }
        }
    }

    /** Takes the function out of a container, with all it left behind. When that cannot be done the container is removed. */
    boolean wipe(Sandbox.Instance instance) {
        boolean wiped = false;
        try {
            wiped = !hasEnded(instance) && starter.wipe(instance);
        } finally {
            if (!wiped) {
                remove(instance);
            }
        }
        return wiped;
    }

    /** Whether the container's proxy answers, and has that function. Waits for it. */
    boolean answers(Sandbox.Instance instance, FunctionId function) {
        return starter.answers(instance, function);
    }

    /** False also when the Engine does not answer. Waits for it. */
    boolean hasEnded(Sandbox.Instance instance) {
        try {
            return !sandbox.isRunning(instance);
        } catch (SandboxException e) {
            LOG.warn("Whether container {} runs cannot be told: {}", instance.id(), e.getMessage());
            return false;
        }
    }

    /** Removes a container that was started; what the Engine will not remove is an orphan for the next start of the worker. */
    void remove(Sandbox.Instance instance) {
        try {
            discard(instance);
        } finally {
            places.release();
        }
    }

    /** Removes one that never had a place here. */
    void discard(Sandbox.Instance instance) {
        for (int attempt = 1; !tryRemove(instance); attempt++) {
            if (attempt == REMOVE_ATTEMPTS) {
                LOG.error("container {} could not be removed and is left behind", instance.id());
                return;
            }
        }
    }

    private boolean tryRemove(Sandbox.Instance instance) {
        removals.acquireUninterruptibly();
        try {
            sandbox.remove(instance);
            return true;
        } catch (SandboxException e) {
            LOG.warn("container {} could not be removed: {}", instance.id(), e.getMessage());
            return false;
        } finally {
            removals.release();
        }
    }

    /** Starts that still wait for their turn fail. */
    void close() {
        starter.close();
    }

    String causeOfDeath(Sandbox.Instance instance) {
        try {
            return sandbox.causeOfDeath(instance);
        } catch (SandboxException e) {
            LOG.warn("Why container {} died cannot be told: {}", instance.id(), e.getMessage());
            return "unknown cause";
        }
    }

    void awaitAll(Collection<CompletableFuture<Void>> gone, Duration timeout) {
        try {
            CompletableFuture.allOf(gone.toArray(CompletableFuture<?>[]::new))
                    .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warn("Not all containers were removed within {}", timeout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a removal is only ever completed normally", e);
        }
    }
}
