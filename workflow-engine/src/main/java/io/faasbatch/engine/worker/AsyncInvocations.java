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
import io.faasbatch.engine.invocation.Timings;
import io.faasbatch.engine.storage.StorageUnavailableException;
import io.faasbatch.protocol.ErrorDetail;
import io.faasbatch.protocol.InvocationContext;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Runs function calls that were accepted asynchronously, each until its result is in Redis. */
public final class AsyncInvocations {

    /** An Engine that is away or overloaded is waited for this often before the call fails. */
    private static final int MOST_IN_VAIN = 30;

    private final Invoker invoker;
    private final FunctionCatalog functions;
    private final InvocationJournal journal;
    private final Clock clock;

    public AsyncInvocations(Invoker invoker, FunctionCatalog functions, InvocationJournal journal, Clock clock) {
        this.invoker = invoker;
        this.functions = functions;
        this.journal = journal;
        this.clock = clock;
    }

    /** Returns when the result is written; waits as long as Redis is away or the function is at its limit. */
    void run(WorkItem.InvocationWork work) throws InterruptedException {
        Backoff backoff = new Backoff();
        int inVain = 0;
        while (true) {
            try {
                CompletedInvocation completed = invoke(work);
                if (PlatformErrors.isReasonOf(completed.invocation()) && ++inVain < MOST_IN_VAIN) {
                    backoff.pause();
                    continue;
                }
                journal.write(completed.invocation());
                journal.writeBehind(completed);
                return;
            } catch (CapacityException e) {
                Thread.sleep(e.retryAfter());
            } catch (StorageUnavailableException e) {
                backoff.pause();
            }
        }
    }

    private CompletedInvocation invoke(WorkItem.InvocationWork work) throws InterruptedException {
        InvocationRecord pending = work.pending();
        Optional<FunctionDefinition> function = functions.find(new FunctionName(pending.function()), pending.version());
        if (function.isEmpty()) {
            return new CompletedInvocation(gone(pending), "");
        }
        InvocationRequest request = new InvocationRequest(
                new InvocationId(pending.id()),
                function.get(),
                work.input(),
                InvocationContext.DIRECT,
                clock.instant().plus(function.get().timeout()));
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

    private InvocationRecord gone(InvocationRecord pending) {
        String message = "function " + pending.function() + " was deleted before the call could run";
        return new InvocationRecord(
                pending.id(),
                pending.function(),
                pending.version(),
                InvocationStatus.FAILED,
                null,
                new ErrorDetail("FunctionNotFound", message, null),
                Timings.NONE,
                null,
                null,
                null,
                null,
                pending.attempt(),
                pending.createdAt(),
                null,
                clock.instant());
    }
}
