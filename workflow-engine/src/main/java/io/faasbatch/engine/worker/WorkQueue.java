package io.faasbatch.engine.worker;

import io.faasbatch.engine.invocation.InvocationRecord;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Accepted work, in a Redis stream with one consumer group: each item goes to one worker, and to another when that one
 * neither finishes nor renews it. Every call may throw {@link StorageUnavailableException}.
 */
public interface WorkQueue {

    /**
     * Accepts an asynchronous function call: its pending record and its place in the queue are written in one atomic step.
     *
     * @return the invocation's id: the same as before when {@code idempotencyKey} was used before for this function
     */
    String accept(InvocationRecord pending, JsonNode input, Optional<String> idempotencyKey);

    /** The next items, at most {@code max}; waits up to {@code wait} for the first. Also items that a dead worker left. */
    List<WorkItem> take(int max, Duration wait);

    /** Keeps items from being given to another worker for one more lease. */
    void renew(Collection<WorkItem> items);

    /** Removes a finished item. */
    void done(WorkItem item);
}
