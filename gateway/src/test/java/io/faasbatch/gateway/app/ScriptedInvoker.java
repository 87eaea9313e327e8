package io.faasbatch.gateway.app;

import io.faasbatch.engine.invocation.CapacityException;
import io.faasbatch.engine.invocation.CompletedInvocation;
import io.faasbatch.engine.invocation.InvocationRecord;
import io.faasbatch.engine.invocation.InvocationRequest;
import io.faasbatch.engine.invocation.InvocationStatus;
import io.faasbatch.engine.invocation.Invoker;
import io.faasbatch.engine.invocation.Timings;
import io.faasbatch.engine.worker.WorkerUnavailableException;
import io.faasbatch.protocol.ErrorDetail;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Does what the function is called: echoes, fails, times out, hangs, or refuses. */
final class ScriptedInvoker implements Invoker {

    final AtomicInteger calls = new AtomicInteger();
    /** The calls of {@code hang}, to be completed or seen cancelled by a test. */
    final BlockingQueue<CompletableFuture<CompletedInvocation>> hanging = new LinkedBlockingQueue<>();

    final Map<String, InvocationRequest> seen = new ConcurrentHashMap<>();

    @Override
    public CompletableFuture<CompletedInvocation> invoke(InvocationRequest request) {
        calls.incrementAndGet();
        seen.put(request.id().value(), request);
        return switch (request.function().name().value()) {
            case "fail" ->
                done(request, InvocationStatus.FAILED, null, new ErrorDetail("ValueError", "no such word", "line 3"));
            case "slow" ->
                done(
                        request,
                        InvocationStatus.TIMED_OUT,
                        null,
                        new ErrorDetail(ErrorDetail.TIMEOUT, "after 30 s", null));
            case "stopped" -> done(request, InvocationStatus.CANCELLED, null, null);
            case "busy" -> throw new CapacityException("10000 wait already", true, Duration.ofMillis(1200));
            case "full" -> throw new CapacityException("the worker is full", false, Duration.ofSeconds(3));
            case "away" -> CompletableFuture.failedFuture(new WorkerUnavailableException("Docker is down", null));
            case "hang" -> {
                CompletableFuture<CompletedInvocation> future = new CompletableFuture<>();
                hanging.add(future);
                yield future;
            }
            default -> done(request, InvocationStatus.SUCCEEDED, request.input(), null);
        };
    }

    static CompletableFuture<CompletedInvocation> done(
            InvocationRequest request,
            InvocationStatus status,
            @Nullable JsonNode output,
            @Nullable ErrorDetail error) {
        return CompletableFuture.completedFuture(completed(request, status, output, error));
    }

    static CompletedInvocation completed(
            InvocationRequest request,
            InvocationStatus status,
            @Nullable JsonNode output,
            @Nullable ErrorDetail error) {
        InvocationRecord invocation = new InvocationRecord(
                request.id().value(),
                request.function().name().value(),
                request.function().version(),
                status,
                output,
                error,
                new Timings(1, 2, 3, 4, 10),
                new InvocationRecord.ContainerUse("c1", true),
                new InvocationRecord.BatchUse("b1", 7),
                null,
                null,
                1,
                Instant.EPOCH,
                Instant.EPOCH,
                Instant.EPOCH);
        return new CompletedInvocation(invocation, "hello from " + request.id() + "\n");
    }
}
