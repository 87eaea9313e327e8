package io.faasbatch.engine.invocation;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.faasbatch.engine.value.References;
import io.faasbatch.grouping.FunctionId;
import io.faasbatch.protocol.BatchInvocation;
import io.faasbatch.protocol.ErrorDetail;
import io.faasbatch.protocol.InvocationResult;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * One invocation from its acceptance to its end, which comes exactly once. State is guarded by the invocation's own monitor,
 * under which nothing else is called.
 */
public final class PendingInvocation {

    /** A fresh thread completes a future, so that what hangs on one result cannot hold up the next. */
    private static final Executor APART = Thread::startVirtualThread;

    private static final double NANOS_PER_MILLI = 1e6;

    private final InvocationRequest request;
    private final FunctionId functionId;
    private final TimeSource time;
    private final Instant createdAt;
    private final long arrivedNanos;
    private final CompletableFuture<CompletedInvocation> future = new CompletableFuture<>();

    @GuardedBy("this")
    private @Nullable Delivery delivery;

    @GuardedBy("this")
    private boolean ended;

    @GuardedBy("this")
    private int crashes;

    @GuardedBy("this")
    private int moves;

    public PendingInvocation(InvocationRequest request, TimeSource time) {
        this.request = request;
        this.functionId = new FunctionId(
                request.function().name().value(), request.function().version());
        this.time = time;
        this.createdAt = time.now();
        this.arrivedNanos = time.nanoTime();
    }

    /** Who can stop an invocation that was sent. Calls return at once. */
    public interface Carrier {

        /** Nobody wants the result any more. */
        void cancel(PendingInvocation invocation);

        /** The deadline is long past and the container has not answered: it is broken. */
        void overdue(PendingInvocation invocation);
    }

    /** When a container was being started, in nanos of the time source. */
    public record ColdStart(long fromNanos, long untilNanos) {

        public long tookNanos() {
            return Math.max(0, untilNanos - fromNanos);
        }

        /** How much of the wait of one that arrived and was sent then was for the container. */
        long of(long arrivedNanos, long sentNanos) {
            return Math.max(0, Math.min(untilNanos, sentNanos) - Math.max(fromNanos, arrivedNanos));
        }
    }

    /** How an invocation was sent. */
    public record Delivery(
            String containerId,
            InvocationRecord.BatchUse batch,
            Instant sentAt,
            long sentNanos,
            ColdStart coldStart,
            Carrier carrier) {}

    public InvocationRequest request() {
        return request;
    }

    public FunctionId functionId() {
        return functionId;
    }

    public String id() {
        return request.id().value();
    }

    public CompletableFuture<CompletedInvocation> future() {
        return future;
    }

    public synchronized boolean ended() {
        return ended;
    }

    public synchronized Optional<Delivery> delivery() {
        return Optional.ofNullable(delivery);
    }

    /** The invocation is about to be sent. False when it has ended and must not be. */
    public synchronized boolean deliver(Delivery sent) {
        if (!ended) {
            delivery = sent;
        }
        return !ended;
    }

    /** Its container died while it ran. Returns how often that has happened by now. */
    public synchronized int crashed() {
        delivery = null;
        crashes++;
        return crashes;
    }

    /** It could not be sent and goes to another container. Returns how often that has happened by now. */
    public synchronized int moved() {
        delivery = null;
        moves++;
        return moves;
    }

    public BatchInvocation onWire() {
        References.Apart input = References.apart(request.input());
        return new BatchInvocation(
                id(), input.tree(), request.context(), Optional.of(request.deadline()), input.references());
    }

    /** Ends it with what the container answered; nothing happens when it has ended. */
    public void complete(InvocationResult result) {
        complete(result, APART);
    }

    /** As {@link #complete}, in this thread: for the last of a batch, which has no next result that could be held up. */
    public void completeHere(InvocationResult result) {
        complete(result, Runnable::run);
    }

    private void complete(InvocationResult result, Executor completer) {
        String logs = result.logs() == null ? "" : result.logs();
        if (result.status() == InvocationResult.Status.OK) {
            succeed(result, logs, completer);
            return;
        }
        ErrorDetail error = result.error() == null ? new ErrorDetail("Error", "", null) : result.error();
        end(statusOf(error), null, error, result.timings(), logs, completer);
    }

    private void succeed(InvocationResult result, String logs, Executor completer) {
        JsonNode output = result.output() == null ? NullNode.getInstance() : result.output();
        try {
            References.check(
                    result.references(), request.context().executionId().orElse(id()));
            JsonNode whole = References.together(output, result.references());
            end(InvocationStatus.SUCCEEDED, whole, null, result.timings(), logs, completer);
        } catch (IllegalArgumentException e) {
            ErrorDetail error = ErrorDetail.of(ErrorDetail.INVALID_OUTPUT, e.getMessage());
            end(InvocationStatus.FAILED, null, error, result.timings(), logs, completer);
        }
    }

    /** User code may throw an error that is called Timeout: it is one of ours only once the deadline has passed. */
    private InvocationStatus statusOf(ErrorDetail error) {
        boolean timedOut =
                error.type().equals(ErrorDetail.TIMEOUT) && !time.now().isBefore(request.deadline());
        return timedOut ? InvocationStatus.TIMED_OUT : InvocationStatus.FAILED;
    }

    /** Ends it as failed; nothing happens when it has ended. */
    public void fail(ErrorDetail error) {
        end(InvocationStatus.FAILED, null, error, new InvocationResult.Timings(0, 0), "", APART);
    }

    void timeOut() {
        ErrorDetail error = new ErrorDetail(ErrorDetail.TIMEOUT, "the deadline passed: " + request.deadline(), null);
        end(InvocationStatus.TIMED_OUT, null, error, new InvocationResult.Timings(0, 0), "", APART);
    }

    /** Its future was cancelled: from now on it must not be sent any more. False when it had ended. */
    synchronized boolean abandon() {
        boolean first = !ended;
        ended = true;
        return first;
    }

    private void end(
            InvocationStatus status,
            @Nullable JsonNode output,
            @Nullable ErrorDetail error,
            InvocationResult.Timings inside,
            String logs,
            Executor completer) {
        Optional<Delivery> sent;
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            sent = Optional.ofNullable(delivery);
        }
        InvocationRecord ending = record(status, output, error, timings(sent, inside), sent);
        completer.execute(() -> future.complete(new CompletedInvocation(ending, logs)));
    }

    private Timings timings(Optional<Delivery> sent, InvocationResult.Timings inside) {
        long now = time.nanoTime();
        long untilSent = sent.map(Delivery::sentNanos).orElse(now) - arrivedNanos;
        long coldStart = sent.map(this::coldStartNanos).orElse(0L);
        return new Timings(
                Math.max(0, untilSent - coldStart) / NANOS_PER_MILLI,
                coldStart / NANOS_PER_MILLI,
                inside.queueing(),
                inside.execution(),
                (now - arrivedNanos) / NANOS_PER_MILLI);
    }

    private long coldStartNanos(Delivery sent) {
        return sent.coldStart().of(arrivedNanos, sent.sentNanos());
    }

    private InvocationRecord.ContainerUse containerUse(Delivery sent) {
        return new InvocationRecord.ContainerUse(sent.containerId(), coldStartNanos(sent) > 0);
    }

    private InvocationRecord record(
            InvocationStatus status,
            @Nullable JsonNode output,
            @Nullable ErrorDetail error,
            Timings timings,
            Optional<Delivery> sent) {
        return new InvocationRecord(
                id(),
                functionId.name(),
                functionId.version(),
                status,
                output,
                error,
                timings,
                sent.map(this::containerUse).orElse(null),
                sent.map(Delivery::batch).orElse(null),
                request.context().executionId().orElse(null),
                request.context().step().orElse(null),
                request.context().attempt(),
                createdAt,
                sent.map(Delivery::sentAt).orElse(null),
                time.now());
    }

    @Override
    public String toString() {
        return "invocation " + id() + " of " + functionId;
    }
}
