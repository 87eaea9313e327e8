package io.faasbatch.gateway.api;

import io.faasbatch.engine.execution.ExecutionId;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells waiting clients of executions that ended in this process; those that end elsewhere are found by asking the store.
 * Holds an entry only while somebody waits. Thread-safe.
 */
public final class EndedExecutions {

    private record Watch(CompletableFuture<Void> ended, int waiters) {}

    private final Map<ExecutionId, Watch> watched = new ConcurrentHashMap<>();

    /** To be called after the end is in the store. */
    public void ended(ExecutionId id) {
        Watch watch = watched.get(id);
        if (watch != null) {
            watch.ended().complete(null);
        }
    }

    /** Completes when the execution ends here. Each call is followed by one of {@link #release}. */
    CompletableFuture<Void> watch(ExecutionId id) {
        return watched.merge(
                        id,
                        new Watch(new CompletableFuture<>(), 1),
                        (before, one) -> new Watch(before.ended(), before.waiters() + 1))
                .ended();
    }

    void release(ExecutionId id) {
        watched.computeIfPresent(
                id, (_, watch) -> watch.waiters() == 1 ? null : new Watch(watch.ended(), watch.waiters() - 1));
    }
}
