package io.faasbatch.engine.filter;

import io.faasbatch.engine.container.Occupancy;
import io.faasbatch.engine.container.RealTime;
import io.faasbatch.engine.container.Sandbox;
import io.faasbatch.engine.container.SandboxException;
import io.faasbatch.engine.function.FunctionDefinition;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the turns of SFS on real containers: in its slice a container is in the real-time class. All state belongs to one platform thread, which takes what
 * begins and ends in order; nobody waits for it.
 */
public final class Filter implements Occupancy, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Filter.class);

    private static final long CLOSE_SECONDS = 5;

    private final RealTime realTime;
    private final Predicate<FunctionDefinition> governed;
    private final LongSupplier nanos;
    private final ScheduledThreadPoolExecutor owner;

    // Owned by the owner's thread.
    private final FilterQueue queue;
    private final Set<String> inRealTime = new HashSet<>();
    private @Nullable Future<?> alarm;

    /**
     * @param cores how many containers are in the real-time class at a time
     * @param governed the functions whose invocations have turns
     * @param nanos a monotonic clock
     */
    public Filter(RealTime realTime, int cores, Predicate<FunctionDefinition> governed, LongSupplier nanos) {
        this.realTime = realTime;
        this.governed = governed;
        this.nanos = nanos;
        this.queue = new FilterQueue(cores, new Classes());
        this.owner = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("filter").daemon().factory());
        owner.setRemoveOnCancelPolicy(true);
        owner.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public Stay begins(Sandbox.Instance container, FunctionDefinition function) {
        if (!governed.test(function)) {
            return () -> LOG.trace("{} had no turn", container.id());
        }
        FilterQueue.Turn turn = new FilterQueue.Turn(container.nativeId());
        command(() -> queue.arrive(turn, nanos.getAsLong()));
        return () -> command(() -> queue.end(turn, nanos.getAsLong()));
    }

    private void command(Runnable change) {
        try {
            owner.execute(() -> {
                change.run();
                setAlarm();
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("No turns any more: the worker ends");
        }
    }

    private void setAlarm() {
        if (alarm != null) {
            alarm.cancel(false);
            alarm = null;
        }
        queue.next().ifPresent(next -> {
            if (!owner.isShutdown()) {
                alarm = owner.schedule(this::sliceOver, Math.max(0, next - nanos.getAsLong()), TimeUnit.NANOSECONDS);
            }
        });
    }

    private void sliceOver() {
        queue.advance(nanos.getAsLong());
        setAlarm();
    }

    /** Puts every container back into the normal class. */
    @Override
    public void close() {
        try {
            owner.execute(() -> Set.copyOf(inRealTime).forEach(this::toNormal));
            owner.shutdown();
            if (!owner.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("Containers may be left in the real-time class until they are removed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RejectedExecutionException e) {
            LOG.trace("Closed already");
        }
    }

    private void toNormal(String container) {
        try {
            realTime.normal(container);
            inRealTime.remove(container);
        } catch (SandboxException e) {
            LOG.warn("Container {} stays in the real-time class: {}", container, e.getMessage());
        }
    }

    /** The classes of the containers. What could not be done is logged: the invocation runs on as it is. */
    private final class Classes implements FilterQueue.Lane {

        @Override
        public void first(FilterQueue.Turn turn) {
            inRealTime.add(turn.container);
            try {
                realTime.first(turn.container);
            } catch (SandboxException e) {
                LOG.warn("Container {} has its turn in the normal class: {}", turn.container, e.getMessage());
                toNormal(turn.container);
            }
        }

        @Override
        public void normal(FilterQueue.Turn turn) {
            toNormal(turn.container);
        }
    }
}
