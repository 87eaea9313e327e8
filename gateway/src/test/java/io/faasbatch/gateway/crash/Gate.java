package io.faasbatch.gateway.crash;

import io.faasbatch.engine.worker.WorkItem;
import io.faasbatch.engine.worker.WorkQueue;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Lets a worker take work or not. Closing returns when nothing can be taken any more. */
final class Gate {

    private final Object lock = new Object();
    private boolean open = true;

    WorkQueue around(WorkQueue queue) {
        return new ForwardingQueue(queue) {
            @Override
            public List<WorkItem> take(int max, Duration wait) {
                synchronized (lock) {
                    if (open) {
                        return super.take(max, Duration.ZERO);
                    }
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
                return List.of();
            }
        };
    }

    void set(boolean opened) {
        synchronized (lock) {
            open = opened;
        }
    }
}
