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
import io.faasbatch.engine.value.Values;
import io.faasbatch.engine.workflow.Workflow;
import io.faasbatch.engine.workflow.WorkflowLoader;
import io.faasbatch.engine.workflow.WorkflowName;
import io.faasbatch.protocol.ErrorDetail;
import io.faasbatch.protocol.Isolation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What executions touch, in virtual time and on one thread: functions answer after the time the test gives them, timers fire in their order, workers die
 * where the test says so. Nothing waits.
 */
final class World {

    static final ExecutionId ID = new ExecutionId("e1");
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /** What a function does with one invocation. */
    @FunctionalInterface
    interface Behaviour {

        Answer answer(InvocationRequest request);
    }

    /** How an invocation ends, and after which time; one that never ends is cancelled or times out. */
    record Answer(
            Duration after,
            @Nullable JsonNode output,
            @Nullable ErrorDetail error) {

        static Answer of(JsonNode output) {
            return new Answer(Duration.ofMillis(1), output, null);
        }

        static Answer failure(String type) {
            return new Answer(Duration.ofMillis(1), null, ErrorDetail.of(type, "because"));
        }

        Answer after(Duration time) {
            return new Answer(time, output, error);
        }
    }

    private record Event(Instant due, long number, Runnable task) {}

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparing(Event::due).thenComparingLong(Event::number));
    private Instant now = START;
    private long numbers;
    private final MemoryStore store = new MemoryStore();
    private final Map<String, Workflow> workflows = new HashMap<>();
    private final List<InvocationRequest> invoked = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();
    private final List<String> cancelled = new ArrayList<>();
    private final Map<String, Integer> finished = new HashMap<>();
    private Function<String, Behaviour> functions = _ -> request -> Answer.of(request.input());
    private int refusals;
    private long tokens;

    MemoryStore store() {
        return store;
    }

    Instant now() {
        return now;
    }

    /** Invocations in the order in which they were sent. */
    List<InvocationRequest> invoked() {
        return invoked;
    }

    /** The paths of the steps that were invoked. */
    List<String> steps() {
        return invoked.stream()
                .map(request -> request.context().step().orElseThrow())
                .toList();
    }

    /** What must never happen, and did. */
    List<String> violations() {
        return violations;
    }

    List<String> cancelled() {
        return cancelled;
    }

    /** How often an invocation of this path succeeded. */
    int finished(String path) {
        return finished.getOrDefault(path, 0);
    }

    void functions(Function<String, Behaviour> byName) {
        functions = byName;
    }

    void define(String name, Workflow workflow) {
        workflows.put(name, workflow);
    }

    void refuseNext(int invocations) {
        refusals = invocations;
    }

    void at(Duration sinceStart, Runnable task) {
        events.add(new Event(START.plus(sinceStart), numbers++, task));
    }

    /** Runs the one execution to its end, by as many owners as it takes. */
    Execution run(Workflow workflow, JsonNode input) throws InterruptedException {
        accept(workflow, input);
        while (!store.execution().status().ended()) {
            runOnce(workflow);
        }
        return store.execution();
    }

    void accept(Workflow workflow, JsonNode input) {
        workflows.put(workflow.name().value(), workflow);
        store.accept(Execution.pending(ID, workflow.name().value(), workflow.version(), input, now), Optional.empty());
    }

    /** One owner, until it has nothing more to do or dies. */
    void runOnce(Workflow workflow) throws InterruptedException {
        awaitDue();
        var owner = new Ownership(ID, ++tokens);
        store.claim(tokens);
        var parts = parts();
        var run = new ExecutionRun(
                owner, store.execution(), workflow, parts, new RecentFunctions(parts.functions(), parts.clock()));
        store.onRequest(() -> run.post(new RunEvent.Requested()));
        try {
            run.begin();
            while (!run.isOver()) {
                next();
                run.advance();
            }
        } catch (MemoryStore.Death e) {
            // What it had sent still runs, and its answers find nobody.
        } catch (OwnershipLostException e) {
            run.letGo();
        }
    }

    private void next() {
        Event event = events.poll();
        if (event == null) {
            throw new AssertionError("the execution waits for something that never happens");
        }
        now = event.due().isAfter(now) ? event.due() : now;
        event.task().run();
    }

    private void awaitDue() {
        while (store.dueAt().isAfter(now)) {
            Event event = events.peek();
            if (event != null && !event.due().isAfter(store.dueAt())) {
                next();
            } else if (store.dueAt().equals(Instant.MAX)) {
                throw new AssertionError("the execution is due never");
            } else {
                now = store.dueAt();
            }
        }
    }

    private ExecutionRunner.Parts parts() {
        return new ExecutionRunner.Parts(
                store,
                new SimulatedInvoker(),
                new AnyFunction(),
                new KnownWorkflows(),
                new NoJournal(),
                new SimulatedTimers(),
                clock(),
                1_000,
                Values.NONE);
    }

    private Clock clock() {
        InstantSource source = () -> now;
        return source.withZone(ZoneOffset.UTC);
    }

    private final class SimulatedInvoker implements Invoker {

        @Override
        public CompletableFuture<CompletedInvocation> invoke(InvocationRequest request) {
            if (refusals > 0) {
                refusals--;
                throw new CapacityException("full", true, Duration.ofSeconds(7));
            }
            invoked.add(request);
            String path = request.context().step().orElseThrow();
            if (store.hasStep(path) && store.step(path).status() == StepStatus.SUCCEEDED) {
                violations.add(path + " had ended and was invoked again");
            }
            if (!ids.add(request.id() + "#" + request.context().attempt())) {
                violations.add(request.id() + " was invoked twice as attempt "
                        + request.context().attempt());
            }
            var future = new CompletableFuture<CompletedInvocation>();
            Answer answer = functions.apply(request.function().name().value()).answer(request);
            Instant due = now.plus(answer.after());
            boolean late = due.isAfter(request.deadline());
            Answer end = late ? new Answer(answer.after(), null, ErrorDetail.of(ErrorDetail.TIMEOUT, "late")) : answer;
            events.add(new Event(late ? request.deadline() : due, numbers++, () -> {
                if (future.isCancelled()) {
                    return;
                }
                if (end.error() == null) {
                    finished.merge(path, 1, Integer::sum);
                }
                future.complete(completed(request, end, late));
            }));
            CompletableFuture<Void> _ = future.handle((_, _) -> {
                if (future.isCancelled()) {
                    cancelled.add(path);
                }
                return null;
            });
            return future;
        }

        private CompletedInvocation completed(InvocationRequest request, Answer answer, boolean late) {
            InvocationStatus status = late
                    ? InvocationStatus.TIMED_OUT
                    : answer.error() == null ? InvocationStatus.SUCCEEDED : InvocationStatus.FAILED;
            return new CompletedInvocation(
                    new InvocationRecord(
                            request.id().value(),
                            request.function().name().value(),
                            "v",
                            status,
                            answer.error() == null ? answer.output() : null,
                            answer.error(),
                            Timings.NONE,
                            null,
                            null,
                            ID.value(),
                            request.context().step().orElse(null),
                            request.context().attempt(),
                            now,
                            now,
                            now),
                    "");
        }
    }

    private final class SimulatedTimers implements Timers {

        @Override
        public Runnable after(Duration delay, Runnable task) {
            Event event = new Event(delay.isNegative() ? now : now.plus(delay), numbers++, task);
            events.add(event);
            return () -> events.remove(event);
        }

        @Override
        public void pause(Duration pause) {
            now = now.plus(pause);
        }

        @Override
        public void close() {
            events.clear();
        }
    }

    private final class KnownWorkflows implements WorkflowLoader {

        @Override
        public Optional<Workflow> find(WorkflowName name, String version) {
            return current(name).filter(workflow -> workflow.version().equals(version));
        }

        @Override
        public Optional<Workflow> current(WorkflowName name) {
            return Optional.ofNullable(workflows.get(name.value()));
        }
    }

    /** Every function but {@code missing}. */
    private static final class AnyFunction implements FunctionCatalog {

        @Override
        public boolean deploy(FunctionPackage function) {
            throw new AssertionError("not part of a run");
        }

        @Override
        public Optional<FunctionDefinition> find(FunctionName name) {
            return name.value().equals("missing")
                    ? Optional.empty()
                    : Optional.of(new FunctionDefinition(
                            name,
                            "v",
                            "python3",
                            Optional.empty(),
                            "main:handle",
                            Isolation.PROCESS,
                            128,
                            Duration.ofMinutes(1),
                            1,
                            1,
                            Optional.empty(),
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

    private static final class NoJournal implements InvocationJournal {

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
