package io.faasbatch.engine.worker;

import io.faasbatch.engine.function.FunctionDefinition;
import io.faasbatch.engine.function.FunctionName;
import io.faasbatch.engine.invocation.CompletedInvocation;
import io.faasbatch.engine.invocation.InvocationRecord;
import io.faasbatch.engine.invocation.InvocationStatus;
import io.faasbatch.engine.invocation.Timings;
import io.faasbatch.protocol.ErrorDetail;
import io.faasbatch.protocol.Isolation;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.NullNode;

/** What the tests of asynchronous calls are made of. */
final class Calls {

    static final Instant ACCEPTED = Instant.parse("2026-01-02T03:04:05Z");
    static final Instant LATER = Instant.parse("2026-01-02T04:00:00Z");
    static final URI CALLBACK = URI.create("https://hooks.example.com/done");

    private Calls() {}

    static WorkItem.InvocationWork work(String id) {
        return new WorkItem.InvocationWork(
                record(id, InvocationStatus.PENDING, null, false, ACCEPTED), NullNode.getInstance(), 1);
    }

    static FunctionDefinition function() {
        return new FunctionDefinition(
                new FunctionName("count"),
                "v1",
                "python3",
                Optional.empty(),
                "main:handle",
                Isolation.THREAD,
                1,
                Duration.ofSeconds(30),
                1,
                1,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Map.of(),
                ACCEPTED);
    }

    /** How an attempt ended, in a container. */
    static CompletedInvocation ended(String id, InvocationStatus status, @Nullable String error) {
        return new CompletedInvocation(record(id, status, error, true, LATER), "log");
    }

    /** How an attempt ended that reached no container. */
    static CompletedInvocation unrun(String id, String error) {
        return new CompletedInvocation(record(id, InvocationStatus.FAILED, error, false, LATER), "");
    }

    private static InvocationRecord record(
            String id, InvocationStatus status, @Nullable String error, boolean ran, Instant createdAt) {
        return new InvocationRecord(
                id,
                "count",
                "v1",
                status,
                null,
                error == null ? null : new ErrorDetail(error, "wrong", null),
                Timings.NONE,
                ran ? new InvocationRecord.ContainerUse("c1", false) : null,
                null,
                null,
                null,
                1,
                createdAt,
                null,
                null);
    }

    /** An attempt that is begun. */
    static CallStore.Begun attempt(int number, int failures, boolean callback) {
        return new CallStore.Begun(
                false, number, failures, 0, callback ? Optional.of(CALLBACK) : Optional.empty(), false, 0);
    }

    static CallStore.Begun delivery(int number) {
        return new CallStore.Begun(true, 1, 0, number, Optional.of(CALLBACK), false, 0);
    }

    /** Fails whatever is asked of it. */
    static <T> T unused(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (_, method, _) -> {
            throw new AssertionError(method + " was not expected");
        }));
    }
}
