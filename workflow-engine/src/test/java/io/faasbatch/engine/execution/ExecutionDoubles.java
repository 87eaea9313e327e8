package io.faasbatch.engine.execution;

import io.faasbatch.engine.function.FunctionCatalog;
import io.faasbatch.engine.function.FunctionDefinition;
import io.faasbatch.engine.function.FunctionName;
import io.faasbatch.engine.function.FunctionPackage;
import io.faasbatch.engine.invocation.CapacityException;
import io.faasbatch.engine.invocation.CompletedInvocation;
import io.faasbatch.engine.invocation.InvocationId;
import io.faasbatch.engine.invocation.InvocationJournal;
import io.faasbatch.engine.invocation.InvocationRecord;
import io.faasbatch.engine.invocation.InvocationRequest;
import io.faasbatch.engine.invocation.InvocationStatus;
import io.faasbatch.engine.invocation.Invoker;
import io.faasbatch.engine.invocation.Timings;
import io.faasbatch.engine.storage.Page;
import io.faasbatch.engine.storage.StorageUnavailableException;
import io.faasbatch.engine.workflow.WorkflowName;
import io.faasbatch.protocol.ErrorDetail;
import io.faasbatch.protocol.Isolation;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What an execution touches, in memory and driven by the test. */
final class ExecutionDoubles {

    private ExecutionDoubles() {}

    /** Holds one execution. */
    static final class StoreDouble implements ExecutionStore {

        static final ExecutionId ID = new ExecutionId("e1");
        static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
        static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

        private final AtomicReference<@Nullable Execution> current = new AtomicReference<>();
        private final AtomicInteger failures = new AtomicInteger();
        private final List<String> savedSteps = new CopyOnWriteArrayList<>();

        void put(Execution execution) {
            current.set(execution);
        }

        Execution current() {
            Execution execution = current.get();
            if (execution == null) {
                throw new AssertionError("nothing was stored");
            }
            return execution;
        }

        void failNext(int calls) {
            failures.set(calls);
        }

        List<String> savedSteps() {
            return savedSteps;
        }

        private void mayFail() {
            if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new StorageUnavailableException("away", new IOException("away"));
            }
        }

        @Override
        public ExecutionId accept(Execution pending, Optional<String> idempotencyKey) {
            throw new AssertionError("not part of a run");
        }

        @Override
        public Optional<Execution> find(ExecutionId id) {
            mayFail();
            return Optional.of(current());
        }

        @Override
        public Page<Execution> list(
                Optional<WorkflowName> workflow, Optional<ExecutionStatus> status, Optional<String> cursor, int limit) {
            throw new AssertionError("not part of a run");
        }

        @Override
        public void started(Execution execution) {
            mayFail();
            current.set(execution);
        }

        @Override
        public void saveStep(ExecutionId id, StepRecord step) {
            mayFail();
            savedSteps.add(step.name() + " " + step.status());
        }

        @Override
        public void ended(Execution execution) {
            mayFail();
            current.set(execution);
        }
    }

    /** Hands every call to the test. */
    static final class InvokerDouble implements Invoker {

        private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();
        private final List<String> steps = new CopyOnWriteArrayList<>();
        private final Queue<CapacityException> refusals = new ConcurrentLinkedQueue<>();
        private Optional<Consumer<Call>> answer = Optional.empty();

        void onCall(Consumer<Call> consumer) {
            answer = Optional.of(consumer);
        }

        void refuseNext(CapacityException refusal) {
            refusals.add(refusal);
        }

        Call next() throws InterruptedException {
            return calls.take();
        }

        List<String> steps() {
            return steps;
        }

        @Override
        public CompletableFuture<CompletedInvocation> invoke(InvocationRequest request) {
            CapacityException refusal = refusals.poll();
            if (refusal != null) {
                throw refusal;
            }
            Call call = new Call(request);
            steps.add(request.context().step().orElseThrow());
            answer.ifPresentOrElse(consumer -> consumer.accept(call), () -> calls.add(call));
            return call.future;
        }

        /** One invocation in the hands of the test. */
        static final class Call {

            private final InvocationRequest request;
            private final CompletableFuture<CompletedInvocation> future = new CompletableFuture<>();

            Call(InvocationRequest request) {
                this.request = request;
            }

            JsonNode input() {
                return request.input();
            }

            Instant deadline() {
                return request.deadline();
            }

            boolean isCancelled() {
                return future.isCancelled();
            }

            void succeed(JsonNode output) {
                end(InvocationStatus.SUCCEEDED, output, null);
            }

            void fail(String type, String message) {
                end(InvocationStatus.FAILED, null, new ErrorDetail(type, message, null));
            }

            private void end(InvocationStatus status, @Nullable JsonNode output, @Nullable ErrorDetail error) {
                InvocationRecord record = new InvocationRecord(
                        request.id().value(),
                        "f",
                        "v",
                        status,
                        output,
                        error,
                        Timings.NONE,
                        null,
                        null,
                        request.context().executionId().orElse(null),
                        request.context().step().orElse(null),
                        request.context().attempt(),
                        StoreDouble.NOW,
                        StoreDouble.NOW,
                        StoreDouble.NOW);
                future.complete(new CompletedInvocation(record, ""));
            }
        }
    }

    /** Timers that fire when the test says so, the earliest first. */
    static final class TimersDouble implements Timers {

        private record Timer(Duration delay, Runnable task) {}

        private final BlockingQueue<Timer> added = new LinkedBlockingQueue<>();

        @Override
        public Runnable after(Duration delay, Runnable task) {
            Timer timer = new Timer(delay, task);
            added.add(timer);
            return () -> added.remove(timer);
        }

        /** Fires the next timer that is set for at most {@code longest}, waiting for one to be set; longer ones never fire. */
        Duration fireNext(Duration longest) throws InterruptedException {
            while (true) {
                Timer timer = added.take();
                if (timer.delay().compareTo(longest) <= 0) {
                    timer.task().run();
                    return timer.delay();
                }
            }
        }

        @Override
        public void close() {
            added.clear();
        }
    }

    /** One function, whatever its name. */
    static final class FunctionsDouble implements FunctionCatalog {

        @Override
        public boolean deploy(FunctionPackage function) {
            throw new AssertionError("not part of a run");
        }

        @Override
        public Optional<FunctionDefinition> find(FunctionName name) {
            return Optional.of(new FunctionDefinition(
                    name,
                    "v",
                    "python3",
                    Optional.empty(),
                    "main:handle",
                    Isolation.PROCESS,
                    128,
                    Duration.ofHours(2),
                    1,
                    1,
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    Map.of(),
                    Instant.EPOCH));
        }

        @Override
        public Optional<FunctionDefinition> find(FunctionName name, String version) {
            return find(name);
        }

        @Override
        public Optional<byte[]> archive(FunctionName name, String version) {
            return Optional.empty();
        }

        @Override
        public Page<FunctionDefinition> list(Optional<String> cursor, int limit) {
            return new Page<>(List.of(), Optional.empty());
        }

        @Override
        public boolean delete(FunctionName name) {
            return false;
        }
    }

    /** Takes records and forgets them. */
    static final class JournalDouble implements InvocationJournal {

        @Override
        public void write(InvocationRecord invocation) {}

        @Override
        public void writeBehind(CompletedInvocation invocation) {}

        @Override
        public Optional<InvocationRecord> find(InvocationId id) {
            return Optional.empty();
        }

        @Override
        public Optional<String> logs(InvocationId id) {
            return Optional.empty();
        }
    }
}
