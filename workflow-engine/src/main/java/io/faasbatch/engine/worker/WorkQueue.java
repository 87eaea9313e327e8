package io.faasbatch.engine.worker;

import io.faasbatch.engine.execution.ExecutionId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Accepted work that has not ended, each piece with the time when it is due. A claim makes it due again after the lease, so that what a worker
 * neither finishes nor renews goes to another. Every call may throw {@link io.faasbatch.engine.storage.StorageUnavailableException}.
 */
public interface WorkQueue {

    /** Claims what is due, at most {@code max}; waits up to {@code wait} for the first. */
    List<WorkItem> take(int max, Duration wait);

    /** Keeps items from being claimed by another worker for one more lease. */
    Renewal renew(Collection<WorkItem> items);

    /** Gives an item back that was not finished: it can be claimed at once. */
    void release(WorkItem item);

    /** Calls {@code requested}, which must not wait, when something is asked of an execution; a call can get lost, but not what {@link #renew} says. */
    void listen(Consumer<ExecutionId> requested);

    /**
     * What became of a renewal.
     *
     * @param lost items that are no longer this worker's
     * @param requested executions of which something is asked
     * @param cancelled calls that are to be cancelled
     */
    record Renewal(Set<WorkItem> lost, Set<ExecutionId> requested, Set<WorkItem.InvocationWork> cancelled) {}
}
