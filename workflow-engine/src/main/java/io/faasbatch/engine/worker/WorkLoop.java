package io.faasbatch.engine.worker;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.faasbatch.engine.execution.ExecutionRuns;
import io.faasbatch.engine.storage.StorageUnavailableException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes accepted work from the queue and sees every item through, each on a virtual thread of its own. An item leaves the queue only
 * when its end is in Redis; whatever is not finished when the loop closes is given to a worker again.
 */
public final class WorkLoop implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WorkLoop.class);
    private static final int MOST_PER_TAKE = 100;
    private static final Duration TAKE_WAIT = Duration.ofSeconds(1);
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(20);

    private record UnderWay(WorkItem item, Thread thread) {}

    private final WorkQueue queue;
    private final ExecutionRuns executions;
    private final AsyncInvocations invocations;
    private final int mostAtOnce;
    private final Duration renewEvery;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final Map<String, UnderWay> underWay = new HashMap<>();

    @GuardedBy("lock")
    private boolean closed;

    /**
     * @param mostAtOnce items under way at a time, at least 1; the rest stays in the queue
     * @param renewEvery well below the queue's lease
     */
    public WorkLoop(
            WorkQueue queue,
            ExecutionRuns executions,
            AsyncInvocations invocations,
            int mostAtOnce,
            Duration renewEvery) {
        this.queue = queue;
        this.executions = executions;
        this.invocations = invocations;
        this.mostAtOnce = mostAtOnce;
        this.renewEvery = renewEvery;
    }

    public void start() {
        queue.listen(executions::requested);
        Thread.ofVirtual().name("work-take").start(this::takeUntilClosed);
        Thread.ofVirtual().name("work-renew").start(this::renewUntilClosed);
    }

    private void takeUntilClosed() {
        Backoff backoff = new Backoff(Thread::sleep);
        try {
            for (int free = awaitRoom(); free > 0; free = awaitRoom()) {
                try {
                    queue.take(Math.min(free, MOST_PER_TAKE), TAKE_WAIT).forEach(this::begin);
                    backoff.reset();
                } catch (StorageUnavailableException e) {
                    LOG.warn("no work is taken while Redis is away: {}", e.getMessage());
                    backoff.pause();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until there is room for another item; 0 when the loop is closed. */
    private int awaitRoom() throws InterruptedException {
        synchronized (lock) {
            while (!closed && underWay.size() >= mostAtOnce) {
                lock.wait();
            }
            return closed ? 0 : mostAtOnce - underWay.size();
        }
    }

    private void begin(WorkItem item) {
        synchronized (lock) {
            if (closed || underWay.containsKey(item.id())) {
                // Claimed again, after its lease ran out, while it is still being let go of here: the claim runs out in
                // its turn.
                return;
            }
            Thread thread = Thread.ofVirtual().name("work-" + item.id()).unstarted(() -> seeThrough(item));
            underWay.put(item.id(), new UnderWay(item, thread));
            thread.start();
        }
    }

    private void seeThrough(WorkItem item) {
        try {
            switch (item) {
                case WorkItem.ExecutionWork work -> executions.run(work.owner());
                case WorkItem.InvocationWork work -> invocations.run(work);
            }
        } catch (InterruptedException e) {
            LOG.info("{} is left to be gone on with by the next worker", item.id());
            release(item);
        } catch (RuntimeException e) {
            LOG.error("{} could not be run; it is tried again when its lease ends", item.id(), e);
        } finally {
            synchronized (lock) {
                underWay.remove(item.id());
                lock.notifyAll();
            }
        }
    }

    private void release(WorkItem item) {
        try {
            queue.release(item);
        } catch (StorageUnavailableException e) {
            LOG.warn(
                    "{} is given to another worker when its lease ends, since Redis is away: {}",
                    item.id(),
                    e.getMessage());
        }
    }

    private void renewUntilClosed() {
        try {
            while (awaitNextRenewal()) {
                List<WorkItem> items;
                synchronized (lock) {
                    items = underWay.values().stream().map(UnderWay::item).toList();
                }
                renew(items);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void renew(List<WorkItem> items) {
        if (items.isEmpty()) {
            return;
        }
        try {
            WorkQueue.Renewal renewal = queue.renew(items);
            renewal.lost().forEach(this::letGo);
            renewal.requested().forEach(executions::requested);
            renewal.cancelled().forEach(this::cancel);
        } catch (StorageUnavailableException e) {
            LOG.warn("the leases of {} items could not be renewed: {}", items.size(), e.getMessage());
        }
    }

    private void letGo(WorkItem item) {
        LOG.warn("{} is no longer this worker's: its lease ran out", item.id());
        switch (item) {
            case WorkItem.ExecutionWork work -> executions.lost(work.owner().execution());
            case WorkItem.InvocationWork work -> interrupt(work.id());
        }
    }

    /** Every renewal says it until the call has ended; it is interrupted once. */
    private void cancel(WorkItem.InvocationWork call) {
        if (invocations.cancel(call.id())) {
            interrupt(call.id());
        }
    }

    private void interrupt(String id) {
        synchronized (lock) {
            UnderWay one = underWay.get(id);
            if (one != null) {
                one.thread().interrupt();
            }
        }
    }

    private boolean awaitNextRenewal() throws InterruptedException {
        long end = System.nanoTime() + renewEvery.toNanos();
        synchronized (lock) {
            for (long left = renewEvery.toMillis(); !closed && left > 0; left = (end - System.nanoTime()) / 1_000_000) {
                lock.wait(left);
            }
            return !closed;
        }
    }

    /** How many items are under way now. */
    public int underWay() {
        synchronized (lock) {
            return underWay.size();
        }
    }

    /** Takes nothing more, and lets go of what is under way, which takes {@link #CLOSE_WAIT} at most: it goes on elsewhere. */
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            underWay.values().forEach(one -> one.thread().interrupt());
            lock.notifyAll();
            try {
                awaitLettingGo();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (!underWay.isEmpty()) {
                LOG.warn(
                        "{} items could not be let go of; they go on elsewhere when their leases end", underWay.size());
            }
        }
    }

    @GuardedBy("lock")
    private void awaitLettingGo() throws InterruptedException {
        long end = System.nanoTime() + CLOSE_WAIT.toNanos();
        for (long left = CLOSE_WAIT.toMillis();
                !underWay.isEmpty() && left > 0;
                left = (end - System.nanoTime()) / 1_000_000) {
            lock.wait(left);
        }
    }
}
