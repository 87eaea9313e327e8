package io.faasbatch.gateway.crash;

import io.faasbatch.engine.execution.Checkpoint;
import io.faasbatch.engine.execution.Execution;
import io.faasbatch.engine.execution.ExecutionId;
import io.faasbatch.engine.execution.ExecutionStore;
import io.faasbatch.engine.execution.Ownership;
import io.faasbatch.engine.execution.OwnershipLostException;
import io.faasbatch.engine.invocation.Invoker;
import io.faasbatch.engine.storage.StorageUnavailableException;
import io.faasbatch.engine.worker.WorkItem;
import io.faasbatch.engine.worker.WorkQueue;
import io.faasbatch.gateway.Waiting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A worker in the test's process to which faults happen. Killed, it is cut off at once from Redis and its containers, for good: what it still does in memory
 * reaches nobody, as if its process had ended.
 */
final class FaultyWorker implements AutoCloseable {

    private static final Duration PAUSE_LIMIT = Duration.ofSeconds(60);

    private final Faults faults;
    private final History history;
    private final Set<String> paused = ConcurrentHashMap.newKeySet();
    private final Map<Ownership, Integer> checkpoints = new ConcurrentHashMap<>();
    private final WorkerInTest worker;
    private volatile boolean dead;

    FaultyWorker(Path home, String redisUri, Faults faults, History history) {
        this.faults = faults;
        this.history = history;
        Decorations decorations = new Decorations(FaultyStore::new, FaultyQueue::new, this::watching);
        worker = WorkerInTest.prepare(home, redisUri, decorations);
    }

    WorkerInTest worker() {
        return worker;
    }

    void begin() {
        worker.begin();
    }

    /** From now on nothing of it reaches anybody. */
    void kill() {
        dead = true;
    }

    @Override
    public void close() {
        worker.close();
    }

    private void requireAlive() {
        if (dead) {
            throw noAnswer("this worker is dead");
        }
    }

    private static StorageUnavailableException noAnswer(String why) {
        return new StorageUnavailableException(why, new IllegalStateException("a fault of the test"));
    }

    private Invoker watching(Invoker invoker) {
        return request -> {
            if (dead) {
                return new CompletableFuture<>();
            }
            history.begun(request);
            return invoker.invoke(request);
        };
    }

    private final class FaultyStore extends ForwardingStore {

        FaultyStore(ExecutionStore store) {
            super(store);
        }

        @Override
        public Optional<Execution> find(ExecutionId id) {
            requireAlive();
            return super.find(id);
        }

        @Override
        public void checkpoint(Ownership owner, Checkpoint change) {
            requireAlive();
            switch (faults.at(owner, checkpoints.merge(owner, 1, Integer::sum))) {
                case NOTHING -> write(owner, change);
                case UNAVAILABLE_BEFORE -> {
                    history.unavailable.incrementAndGet();
                    throw noAnswer("it did not arrive");
                }
                case UNAVAILABLE_AFTER -> {
                    write(owner, change);
                    history.unavailable.incrementAndGet();
                    throw noAnswer("its answer did not arrive");
                }
                case PAUSE -> {
                    history.pauses.incrementAndGet();
                    standStill(owner);
                    write(owner, change);
                    history.violations.add(owner + " was written although another has claimed it");
                }
            }
        }

        private void write(Ownership owner, Checkpoint change) {
            try {
                super.checkpoint(owner, change);
            } catch (OwnershipLostException e) {
                history.refused.incrementAndGet();
                throw e;
            }
            history.written(owner, change);
        }

        /** Until another claim was made. */
        private void standStill(Ownership owner) {
            String id = owner.execution().value();
            paused.add(id);
            try {
                Waiting.until(
                        owner + " to be claimed by another",
                        PAUSE_LIMIT,
                        () -> dead || history.lastClaim(id) > owner.token());
            } finally {
                paused.remove(id);
            }
            requireAlive();
        }
    }

    private final class FaultyQueue extends ForwardingQueue {

        FaultyQueue(WorkQueue queue) {
            super(queue);
        }

        @Override
        public List<WorkItem> take(int max, Duration wait) {
            requireAlive();
            List<WorkItem> taken = super.take(max, wait);
            taken.forEach(history::claimed);
            if (dead) {
                throw noAnswer("this worker died with what it claimed");
            }
            return taken;
        }

        @Override
        public Renewal renew(Collection<WorkItem> items) {
            requireAlive();
            Set<WorkItem> renewed = new HashSet<>(items);
            renewed.removeIf(item -> paused.contains(item.id()));
            return renewed.isEmpty() ? new Renewal(Set.of(), Set.of(), Set.of()) : super.renew(renewed);
        }

        @Override
        public void release(WorkItem item) {
            requireAlive();
            super.release(item);
        }
    }
}
