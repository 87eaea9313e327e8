package io.faasbatch.engine.worker;

import io.faasbatch.engine.function.FunctionCatalog;
import io.faasbatch.engine.function.FunctionDefinition;
import io.faasbatch.engine.function.FunctionName;
import io.faasbatch.engine.invocation.CapacityException;
import io.faasbatch.engine.invocation.CompletedInvocation;
import io.faasbatch.engine.invocation.InvocationId;
import io.faasbatch.engine.invocation.InvocationJournal;
import io.faasbatch.engine.invocation.InvocationRecord;
import io.faasbatch.engine.invocation.InvocationRequest;
import io.faasbatch.engine.invocation.InvocationStatus;
import io.faasbatch.engine.invocation.Invoker;
import io.faasbatch.engine.invocation.PlatformErrors;
import io.faasbatch.protocol.ErrorDetail;
import io.faasbatch.protocol.InvocationContext;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Runs function calls that were accepted asynchronously: one attempt, or one delivery of the callback, for each claim. What follows is decided here and
 * written in one step with the result. Thread-safe.
 */
public final class AsyncInvocations {

    /** An Engine that is away or overloaded is waited for this often before the call fails. */
    private static final int MOST_IN_VAIN = 30;

    private static final String GONE = "FunctionNotFound";

    private final CallStore calls;
    private final InvocationJournal journal;
    private final Invoker invoker;
    private final FunctionCatalog functions;
    private final Callbacks callbacks;
    private final CallPolicy policy;
    private final Clock clock;

    /** Calls under way that are to be cancelled; an entry goes with its run. */
    private final Set<String> cancelled = ConcurrentHashMap.newKeySet();

    /** What it works with. */
    public record Parts(
            CallStore calls,
            InvocationJournal journal,
            Invoker invoker,
            FunctionCatalog functions,
            Callbacks callbacks,
            CallPolicy policy,
            Clock clock) {}

    public AsyncInvocations(Parts parts) {
        this.calls = parts.calls();
        this.journal = parts.journal();
        this.invoker = parts.invoker();
        this.functions = parts.functions();
        this.callbacks = parts.callbacks();
        this.policy = parts.policy();
        this.clock = parts.clock();
    }

    /** Notes that a call is to be cancelled, before its thread is interrupted; @return false when that was known */
    boolean cancel(String id) {
        return cancelled.add(id);
    }

    /** Returns when what became of it is written, or the claim was lost; waits as long as Redis is away or the function is at its limit. */
    void run(WorkItem.InvocationWork work) throws InterruptedException {
        try {
            Optional<CallStore.Begun> begun = Backoff.persist(work.id(), () -> calls.begin(work));
            if (begun.isPresent()) {
                run(work, begun.get());
            }
        } finally {
            cancelled.remove(work.id());
        }
    }

    private void run(WorkItem.InvocationWork work, CallStore.Begun begun) throws InterruptedException {
        if (begun.delivering()) {
            deliver(work, begun);
            return;
        }
        try {
            CompletedInvocation completed = begun.cancelled() ? cancelled(work.pending(), begun) : attempt(work, begun);
            end(work, Optional.of(completed), next(completed.invocation(), begun));
        } catch (InterruptedException e) {
            if (!cancelled.contains(work.id())) {
                throw e;
            }
            CompletedInvocation completed = cancelled(work.pending(), begun);
            end(work, Optional.of(completed), next(completed.invocation(), begun));
        }
    }

    private void end(WorkItem.InvocationWork work, Optional<CompletedInvocation> result, CallStore.Next next)
            throws InterruptedException {
        // False: the claim was lost, and with it the result; whoever has the call now runs it again.
        boolean _ = Backoff.persist(work.id(), () -> calls.end(work, result, next));
    }

    private CallStore.Next next(InvocationRecord ended, CallStore.Begun begun) {
        boolean failed = failed(ended);
        int failures = begun.failures() + (failed ? 1 : 0);
        if (failed && failures < policy.attempts() && !PlatformErrors.isReasonOf(ended) && !isGone(ended)) {
            return new CallStore.Next.Retry(policy.pauseAfter(failures), failures);
        }
        return begun.callback().isPresent() ? new CallStore.Next.Deliver(Duration.ZERO, failures) : afterAll(ended);
    }

    private void deliver(WorkItem.InvocationWork work, CallStore.Begun begun) throws InterruptedException {
        InvocationId id = new InvocationId(work.id());
        InvocationRecord ended =
                Backoff.persist(work.id(), () -> journal.find(id)).orElse(work.pending());
        URI callback = begun.callback().orElseThrow(() -> new IllegalStateException("no callback to deliver"));
        Optional<String> refused = callbacks.post(callback, ended);
        if (refused.isEmpty()) {
            end(work, Optional.empty(), afterAll(ended));
        } else if (begun.deliveries() < policy.deliveries()) {
            Duration pause = policy.deliveryPauseAfter(begun.deliveries());
            end(work, Optional.empty(), new CallStore.Next.Deliver(pause, begun.failures()));
        } else {
            ErrorDetail reason = new ErrorDetail("CallbackFailed", refused.get(), null);
            end(work, Optional.empty(), new CallStore.Next.Dead(DeadLetter.Kind.CALLBACK, reason));
        }
    }

    private static CallStore.Next afterAll(InvocationRecord ended) {
        if (!failed(ended)) {
            return new CallStore.Next.Done();
        }
        ErrorDetail error = ended.error();
        return new CallStore.Next.Dead(
                DeadLetter.Kind.CALL,
                error == null ? new ErrorDetail(ended.status().name(), "it did not say why", null) : error);
    }

    private static boolean failed(InvocationRecord ended) {
        return ended.status() == InvocationStatus.FAILED || ended.status() == InvocationStatus.TIMED_OUT;
    }

    private static boolean isGone(InvocationRecord ended) {
        return ended.container() == null
                && ended.error() != null
                && GONE.equals(ended.error().type());
    }

    private CompletedInvocation attempt(WorkItem.InvocationWork work, CallStore.Begun begun)
            throws InterruptedException {
        FunctionName name = new FunctionName(work.pending().function());
        Optional<FunctionDefinition> function = Backoff.persist(
                work.id(), () -> functions.find(name, work.pending().version()));
        if (function.isEmpty()) {
            return gone(work.pending(), begun);
        }
        Backoff backoff = new Backoff();
        int inVain = 0;
        while (true) {
            try {
                CompletedInvocation completed = invoke(work, function.get(), begun.attempts());
                if (!PlatformErrors.isReasonOf(completed.invocation()) || ++inVain >= MOST_IN_VAIN) {
                    return completed;
                }
                backoff.pause();
            } catch (CapacityException e) {
                Thread.sleep(e.retryAfter());
            }
        }
    }

    private CompletedInvocation invoke(WorkItem.InvocationWork work, FunctionDefinition function, int attempt)
            throws InterruptedException {
        InvocationRequest request = new InvocationRequest(
                new InvocationId(work.id()),
                function,
                work.input(),
                new InvocationContext(Optional.empty(), Optional.empty(), attempt),
                clock.instant().plus(function.timeout()));
        CompletableFuture<CompletedInvocation> running = invoker.invoke(request);
        try {
            return running.get();
        } catch (InterruptedException e) {
            running.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            throw new IllegalStateException("an invocation's future completes normally", e);
        }
    }

    private CompletedInvocation gone(InvocationRecord pending, CallStore.Begun begun) {
        String message = "function " + pending.function() + " was deleted before the call could run";
        return ended(pending, InvocationStatus.FAILED, new ErrorDetail(GONE, message, null), begun);
    }

    private CompletedInvocation cancelled(InvocationRecord pending, CallStore.Begun begun) {
        ErrorDetail error = new ErrorDetail("Cancelled", "the call was cancelled", null);
        return ended(pending, InvocationStatus.CANCELLED, error, begun);
    }

    private CompletedInvocation ended(
            InvocationRecord pending, InvocationStatus status, @Nullable ErrorDetail error, CallStore.Begun begun) {
        InvocationRecord record = new InvocationRecord(
                pending.id(),
                pending.function(),
                pending.version(),
                status,
                null,
                error,
                pending.timings(),
                null,
                null,
                null,
                null,
                Math.max(1, begun.attempts()),
                pending.createdAt(),
                null,
                clock.instant());
        return new CompletedInvocation(record, "");
    }
}
