package io.faasbatch.engine.invocation;

import io.faasbatch.grouping.Batcher;
import io.faasbatch.grouping.BatcherClosedException;
import io.faasbatch.grouping.PendingLimitException;
import io.faasbatch.grouping.RunTimes;
import io.faasbatch.protocol.ErrorDetail;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Hands invocations to the batcher and answers for their deadlines. It holds no state of its own: a pending invocation belongs
 * to the batcher, one that was sent to its container.
 *
 * <p>The deadline is kept three times: here while an invocation waits, in the container while it runs, and here again, a grace later,
 * against a container that does not answer.
 */
public final class BatchingInvoker implements Invoker, AutoCloseable {

    /** How much later than the deadline a container may answer before it counts as broken. */
    public static final Duration DEFAULT_DEADLINE_GRACE = Duration.ofSeconds(5);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final double NANOS_PER_MILLI = 1e6;

    private final Batcher<PendingInvocation> batcher;
    private final LiveDispatch dispatch;
    private final Duration grace;
    private final ScheduledExecutorService timers;
    private final TimeSource time;
    private volatile boolean closed;

    /** @param timers runs what is due; stays with the caller, who stops it last */
    public BatchingInvoker(
            Batcher<PendingInvocation> batcher,
            LiveDispatch dispatch,
            Duration grace,
            ScheduledExecutorService timers,
            TimeSource time) {
        this.batcher = batcher;
        this.dispatch = dispatch;
        this.grace = grace;
        this.timers = timers;
        this.time = time;
    }

    @Override
    public CompletableFuture<CompletedInvocation> invoke(InvocationRequest request) {
        if (closed) {
            throw new CapacityException("the worker is shutting down", false, RETRY_AFTER);
        }
        PendingInvocation invocation = new PendingInvocation(request, time);
        submit(invocation);
        Future<?> alarm = schedule(() -> due(invocation), time.until(request.deadline()));
        var _ = invocation.future().whenComplete((completed, failure) -> {
            alarm.cancel(false);
            ended(invocation, completed);
        });
        return invocation.future();
    }

    private void submit(PendingInvocation invocation) {
        try {
            batcher.submit(
                    invocation.functionId(),
                    dispatch.policyOf(invocation.request().function()),
                    invocation);
        } catch (StrategyRefusedException e) {
            invocation.fail(new ErrorDetail(PlatformErrors.STRATEGY_REFUSED, String.valueOf(e.getMessage()), null));
        } catch (PendingLimitException e) {
            throw new CapacityException(String.valueOf(e.getMessage()), e.ofFunction(), e.retryAfter());
        } catch (BatcherClosedException e) {
            throw new CapacityException("the worker is shutting down", false, RETRY_AFTER);
        }
    }

    private void ended(PendingInvocation invocation, @Nullable CompletedInvocation completed) {
        if (completed != null && invocation.delivery().isPresent()) {
            batcher.ended(invocation.functionId(), runTimes(completed.invocation()));
        }
        if (completed == null && invocation.abandon()) {
            invocation
                    .delivery()
                    .ifPresentOrElse(
                            sent -> sent.carrier().cancel(invocation),
                            () -> batcher.withdraw(invocation.functionId(), invocation));
        }
    }

    private static RunTimes runTimes(InvocationRecord ended) {
        return new RunTimes(
                nanos(ended.timings().queueing()),
                nanos(ended.timings().execution()),
                ended.status() == InvocationStatus.SUCCEEDED);
    }

    private static long nanos(double millis) {
        return (long) Math.max(0, millis * NANOS_PER_MILLI);
    }

    private void due(PendingInvocation invocation) {
        if (invocation.delivery().isPresent()) {
            var _ = schedule(() -> overdue(invocation), grace);
            return;
        }
        invocation.timeOut();
        batcher.withdraw(invocation.functionId(), invocation);
    }

    private static void overdue(PendingInvocation invocation) {
        if (invocation.ended()) {
            return;
        }
        invocation.timeOut();
        invocation.delivery().ifPresent(sent -> sent.carrier().overdue(invocation));
    }

    private Future<?> schedule(Runnable task, Duration delay) {
        try {
            return timers.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            throw new CapacityException("the worker is shutting down", false, RETRY_AFTER);
        }
    }

    /** Refuses new invocations; those that wait are handed back to the fleet, which completes them. */
    @Override
    public void close() {
        closed = true;
        batcher.close();
    }
}
