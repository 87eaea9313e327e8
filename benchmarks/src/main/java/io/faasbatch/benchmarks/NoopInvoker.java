package io.faasbatch.benchmarks;

import io.faasbatch.engine.invocation.CompletedInvocation;
import io.faasbatch.engine.invocation.InvocationRecord;
import io.faasbatch.engine.invocation.InvocationRequest;
import io.faasbatch.engine.invocation.InvocationStatus;
import io.faasbatch.engine.invocation.Invoker;
import io.faasbatch.engine.invocation.Timings;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Functions that give their input back at once, without a container: what is left is the engine. Those of input {@code "hold"} never end. Thread-safe. */
final class NoopInvoker implements Invoker {

    private final AtomicInteger held = new AtomicInteger();

    @Override
    public CompletableFuture<CompletedInvocation> invoke(InvocationRequest request) {
        if (request.input().isString()) {
            held.incrementAndGet();
            return new CompletableFuture<>();
        }
        Instant now = Instant.now();
        InvocationRecord record = new InvocationRecord(
                request.id().value(),
                request.function().name().value(),
                request.function().version(),
                InvocationStatus.SUCCEEDED,
                request.input(),
                null,
                Timings.NONE,
                null,
                null,
                null,
                null,
                request.context().attempt(),
                now,
                now,
                now);
        return CompletableFuture.completedFuture(new CompletedInvocation(record, ""));
    }

    /** How many never end. */
    int held() {
        return held.get();
    }
}
