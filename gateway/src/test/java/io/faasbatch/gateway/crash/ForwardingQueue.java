package io.faasbatch.gateway.crash;

import io.faasbatch.engine.execution.ExecutionId;
import io.faasbatch.engine.worker.WorkItem;
import io.faasbatch.engine.worker.WorkQueue;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/** A queue around another one: what a test does not override goes through. */
abstract class ForwardingQueue implements WorkQueue {

    private final WorkQueue queue;

    ForwardingQueue(WorkQueue queue) {
        this.queue = queue;
    }

    @Override
    public List<WorkItem> take(int max, Duration wait) {
        return queue.take(max, wait);
    }

    @Override
    public Renewal renew(Collection<WorkItem> items) {
        return queue.renew(items);
    }

    @Override
    public void release(WorkItem item) {
        queue.release(item);
    }

    @Override
    public void listen(Consumer<ExecutionId> requested) {
        queue.listen(requested);
    }
}
