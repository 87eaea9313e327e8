package io.faasbatch.gateway.app;

import io.faasbatch.engine.app.ContainerListing;
import io.faasbatch.engine.app.StorageCheck;
import io.faasbatch.engine.container.ContainerInfo;
import io.faasbatch.engine.container.Sandbox;
import io.faasbatch.engine.container.Shape;
import io.faasbatch.engine.definition.Fault;
import io.faasbatch.engine.definition.InvalidDefinitionException;
import io.faasbatch.engine.execution.Checkpoint;
import io.faasbatch.engine.execution.Control;
import io.faasbatch.engine.execution.Execution;
import io.faasbatch.engine.execution.ExecutionEvent;
import io.faasbatch.engine.execution.ExecutionId;
import io.faasbatch.engine.execution.ExecutionStatus;
import io.faasbatch.engine.execution.ExecutionStore;
import io.faasbatch.engine.execution.Ownership;
import io.faasbatch.engine.function.FunctionCatalog;
import io.faasbatch.engine.function.FunctionDefinition;
import io.faasbatch.engine.function.FunctionName;
import io.faasbatch.engine.function.FunctionPackage;
import io.faasbatch.engine.function.Packages;
import io.faasbatch.engine.http.Finding;
import io.faasbatch.engine.http.PartHealth;
import io.faasbatch.engine.invocation.CompletedInvocation;
import io.faasbatch.engine.invocation.InvocationId;
import io.faasbatch.engine.invocation.InvocationJournal;
import io.faasbatch.engine.invocation.InvocationRecord;
import io.faasbatch.engine.invocation.InvocationStatus;
import io.faasbatch.engine.storage.Page;
import io.faasbatch.engine.storage.StorageUnavailableException;
import io.faasbatch.engine.value.ValueMissingException;
import io.faasbatch.engine.value.ValueStore;
import io.faasbatch.engine.worker.CallStore;
import io.faasbatch.engine.worker.DeadLetter;
import io.faasbatch.engine.worker.DeadLetters;
import io.faasbatch.engine.worker.WorkItem;
import io.faasbatch.engine.worker.WorkerInfo;
import io.faasbatch.engine.worker.WorkerRegistry;
import io.faasbatch.engine.workflow.Graph;
import io.faasbatch.engine.workflow.Workflow;
import io.faasbatch.engine.workflow.WorkflowCatalog;
import io.faasbatch.engine.workflow.WorkflowName;
import io.faasbatch.engine.workflow.WorkflowSource;
import io.faasbatch.engine.workflow.WorkflowText;
import io.faasbatch.gateway.api.FunctionPackageReader;
import io.faasbatch.gateway.api.WorkflowReader;
import io.faasbatch.grouping.ContainerId;
import io.faasbatch.protocol.ValueReference;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JsonNode;

/** Doubles of everything the gateway finds in Redis and Docker, with a switch for an outage. */
final class InMemory {

    volatile boolean redisAway;
    final ScriptedInvoker invoker = new ScriptedInvoker();
    final Functions functions = new Functions();
    final Workflows workflows = new Workflows();
    final Executions executions = new Executions();
    final Journal journal = new Journal();
    final KeptValues values = new KeptValues();
    final Calls calls = new Calls();
    final Letters deadLetters = new Letters();
    final Registry registry = new Registry();

    private void reach() {
        if (redisAway) {
            throw new StorageUnavailableException("connection refused", new IllegalStateException("test"));
        }
    }

    private static <T> Page<T> page(List<T> all, Function<T, String> id, Optional<String> cursor, int limit) {
        cursor.filter(text -> text.startsWith("bad")).ifPresent(text -> {
            throw new IllegalArgumentException(text);
        });
        List<T> rest = all.stream()
                .filter(item -> id.apply(item).compareTo(cursor.orElse("")) > 0)
                .sorted(Comparator.comparing(id))
                .toList();
        List<T> part = rest.subList(0, Math.min(limit, rest.size()));
        return new Page<>(part, rest.size() > limit ? Optional.of(id.apply(part.getLast())) : Optional.empty());
    }

    final class Functions implements FunctionCatalog {
        final Map<FunctionName, FunctionDefinition> current =
                new ConcurrentSkipListMap<>(Comparator.comparing(FunctionName::value));
        final Map<String, FunctionDefinition> versions = new ConcurrentHashMap<>();
        final AtomicInteger finds = new AtomicInteger();

        @Override
        public boolean deploy(FunctionPackage function) {
            reach();
            FunctionDefinition definition = function.definition();
            versions.put(definition.name() + "@" + definition.version(), definition);
            return current.put(definition.name(), definition) == null;
        }

        @Override
        public Optional<FunctionDefinition> find(FunctionName name) {
            reach();
            finds.incrementAndGet();
            return Optional.ofNullable(current.get(name));
        }

        @Override
        public Optional<FunctionDefinition> find(FunctionName name, String version) {
            reach();
            return Optional.ofNullable(versions.get(name + "@" + version));
        }

        @Override
        public Optional<byte[]> archive(FunctionName name, String version) {
            return Optional.empty();
        }

        @Override
        public Page<FunctionDefinition> list(Optional<String> cursor, int limit) {
            reach();
            return page(List.copyOf(current.values()), found -> found.name().value(), cursor, limit);
        }

        @Override
        public boolean delete(FunctionName name) {
            reach();
            return current.remove(name) != null;
        }
    }

    final class Workflows implements WorkflowCatalog {
        final Map<WorkflowName, WorkflowSource> current = new ConcurrentHashMap<>();

        @Override
        public boolean deploy(WorkflowSource workflow) {
            reach();
            return current.put(workflow.name(), workflow) == null;
        }

        @Override
        public Optional<WorkflowSource> find(WorkflowName name) {
            reach();
            return Optional.ofNullable(current.get(name));
        }

        @Override
        public Optional<WorkflowSource> find(WorkflowName name, String version) {
            return find(name);
        }

        @Override
        public Page<WorkflowSource> list(Optional<String> cursor, int limit) {
            reach();
            return page(List.copyOf(current.values()), found -> found.name().value(), cursor, limit);
        }

        @Override
        public boolean delete(WorkflowName name) {
            reach();
            return current.remove(name) != null;
        }
    }

    final class Executions implements ExecutionStore {
        final Map<String, Execution> all = new ConcurrentHashMap<>();
        final Map<String, ExecutionId> keys = new ConcurrentHashMap<>();
        final Map<String, List<ExecutionEvent>> events = new ConcurrentHashMap<>();
        final Map<ExecutionId, List<Runnable>> watchers = new ConcurrentHashMap<>();
        volatile Function<Execution, Execution> onAccept = pending -> pending;

        @Override
        public ExecutionId accept(Execution pending, Optional<String> idempotencyKey) {
            reach();
            ExecutionId id = new ExecutionId(pending.id());
            ExecutionId accepted = idempotencyKey
                    .map(key -> keys.computeIfAbsent(key, _ -> id))
                    .orElse(id);
            if (accepted.equals(id)) {
                all.put(pending.id(), onAccept.apply(pending));
            }
            return accepted;
        }

        @Override
        public Optional<Execution> find(ExecutionId id) {
            reach();
            return Optional.ofNullable(all.get(id.value()));
        }

        @Override
        public Optional<ExecutionStatus> status(ExecutionId id) {
            return find(id).map(Execution::status);
        }

        @Override
        public Page<Execution> list(
                Optional<WorkflowName> workflow, Optional<ExecutionStatus> status, Optional<String> cursor, int limit) {
            reach();
            List<Execution> found = all.values().stream()
                    .filter(one -> workflow.map(name -> name.value().equals(one.workflow()))
                            .orElse(true))
                    .filter(one -> status.map(wanted -> wanted == one.status()).orElse(true))
                    .toList();
            return page(found, Execution::id, cursor, limit);
        }

        @Override
        public void checkpoint(Ownership owner, Checkpoint change) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<ExecutionStatus> request(ExecutionId id, Request request, Instant at) {
            return change(id, before -> switch (request) {
                case CANCEL ->
                    ExecutionShapes.with(
                            before,
                            before.status(),
                            new Control(true, before.control().pausedAt()));
                case PAUSE ->
                    ExecutionShapes.with(
                            before,
                            before.status(),
                            new Control(before.control().cancel(), at));
                case RESUME ->
                    ExecutionShapes.with(
                            before,
                            before.status(),
                            new Control(before.control().cancel(), null));
            });
        }

        @Override
        public Control control(ExecutionId id) {
            return find(id).map(Execution::control).orElse(Control.NONE);
        }

        @Override
        public Optional<ExecutionStatus> rerun(ExecutionId id) {
            Optional<ExecutionStatus> before = find(id).map(Execution::status);
            if (before.filter(status -> status.ended() && status != ExecutionStatus.SUCCEEDED)
                    .isPresent()) {
                all.computeIfPresent(
                        id.value(), (_, one) -> ExecutionShapes.with(one, ExecutionStatus.PENDING, Control.NONE));
                told(id);
            }
            return before;
        }

        private Optional<ExecutionStatus> change(ExecutionId id, UnaryOperator<Execution> change) {
            Optional<ExecutionStatus> before = find(id).map(Execution::status);
            if (before.filter(status -> !status.ended()).isPresent()) {
                all.computeIfPresent(id.value(), (_, one) -> change.apply(one));
                told(id);
            }
            return before;
        }

        /** What a worker does at its checkpoints. */
        void set(Execution now, ExecutionEvent... happened) {
            all.put(now.id(), now);
            events.computeIfAbsent(now.id(), _ -> new CopyOnWriteArrayList<>()).addAll(List.of(happened));
            told(new ExecutionId(now.id()));
        }

        private void told(ExecutionId id) {
            watchers.getOrDefault(id, List.of()).forEach(Runnable::run);
        }

        @Override
        public List<ExecutionEvent> events(ExecutionId id, Optional<String> after, int limit) {
            reach();
            long last = after.map(Long::parseLong).orElse(0L);
            return events.getOrDefault(id.value(), List.of()).stream()
                    .filter(event -> Long.parseLong(event.id()) > last)
                    .limit(limit)
                    .toList();
        }

        @Override
        public Runnable watch(ExecutionId id, Runnable changed) {
            reach();
            List<Runnable> all = watchers.computeIfAbsent(id, _ -> new CopyOnWriteArrayList<>());
            all.add(changed);
            return () -> all.remove(changed);
        }
    }

    final class Journal implements InvocationJournal {
        final Map<String, InvocationRecord> all = new ConcurrentHashMap<>();
        final Map<String, String> logs = new ConcurrentHashMap<>();

        @Override
        public void write(InvocationRecord invocation) {
            all.put(invocation.id(), invocation);
        }

        @Override
        public void writeBehind(CompletedInvocation invocation) {
            logs.put(invocation.invocation().id(), invocation.logs());
            all.put(invocation.invocation().id(), invocation.invocation());
        }

        @Override
        public Optional<InvocationRecord> find(InvocationId id) {
            reach();
            return Optional.ofNullable(all.get(id.value()));
        }

        @Override
        public Optional<String> logs(InvocationId id) {
            reach();
            return Optional.ofNullable(logs.get(id.value()));
        }
    }

    final class Calls implements CallStore {
        final Map<String, String> keys = new ConcurrentHashMap<>();

        @Override
        public String accept(
                InvocationRecord pending, JsonNode input, Optional<URI> callback, Optional<String> idempotencyKey) {
            reach();
            String id = idempotencyKey
                    .map(key -> keys.computeIfAbsent(key, _ -> pending.id()))
                    .orElse(pending.id());
            if (id.equals(pending.id())) {
                journal.write(pending);
            }
            return id;
        }

        @Override
        public Optional<Begun> begin(WorkItem.InvocationWork claim) {
            return Optional.empty();
        }

        @Override
        public boolean end(WorkItem.InvocationWork claim, Optional<CompletedInvocation> result, Next next) {
            return false;
        }

        @Override
        public boolean cancel(InvocationId id) {
            return journal.find(id)
                    .filter(call -> call.status() == InvocationStatus.PENDING)
                    .isPresent();
        }
    }

    final class Letters implements DeadLetters {
        final Map<String, DeadLetter> all = new ConcurrentHashMap<>();

        @Override
        public Page<DeadLetter> list(Optional<FunctionName> function, Optional<String> cursor, int limit) {
            reach();
            return new Page<>(List.copyOf(all.values()), Optional.empty());
        }

        @Override
        public Optional<DeadLetter> find(String id) {
            reach();
            return Optional.ofNullable(all.get(id));
        }

        @Override
        public Redriven redrive(String id) {
            return all.remove(id) == null ? Redriven.UNKNOWN : Redriven.AGAIN;
        }

        @Override
        public boolean discard(String id) {
            return all.remove(id) != null;
        }

        @Override
        public int trim() {
            return 0;
        }
    }

    final class Registry implements WorkerRegistry {
        final List<WorkerInfo> alive = new CopyOnWriteArrayList<>();

        @Override
        public void announce(WorkerInfo worker, Duration lease) {
            alive.add(worker);
        }

        @Override
        public void withdraw(String workerId) {
            alive.removeIf(worker -> worker.id().equals(workerId));
        }

        @Override
        public List<WorkerInfo> alive() {
            reach();
            return List.copyOf(alive);
        }
    }

    static final class NoSandbox implements Sandbox {
        @Override
        public String name() {
            return "docker";
        }

        @Override
        public Instance start(ContainerId id, Shape shape, boolean ahead) {
            return new Instance(id, "native", URI.create("http://127.0.0.1:5000"));
        }

        @Override
        public void remove(Instance instance) {}

        @Override
        public boolean isRunning(Instance instance) {
            return true;
        }

        @Override
        public List<Leftover> takeOver() {
            return List.of();
        }

        @Override
        public Map<String, Long> memoryBytes(List<Instance> instances) {
            return Map.of();
        }

        @Override
        public String causeOfDeath(Instance instance) {
            return "";
        }

        @Override
        public String hostAddress() {
            return "127.0.0.1";
        }

        @Override
        public void check() {}

        @Override
        public void close() {}
    }

    /** The archive's bytes are its version; one that begins with BAD has two faults. */
    static FunctionPackage readPackage(FunctionName name, byte[] archive, Instant now)
            throws InvalidDefinitionException {
        String text = new String(archive, java.nio.charset.StandardCharsets.UTF_8);
        if (text.startsWith("BAD")) {
            throw new InvalidDefinitionException(
                    List.of(new Fault("runtime", 2, 1, "unknown"), new Fault("memory", 5, 9, "too small")));
        }
        if (text.startsWith("BROKEN")) {
            throw new IllegalStateException("secret internals");
        }
        return Packages.of(Packages.definition(name.value(), Integer.toHexString(text.hashCode()), now), archive);
    }

    /** Workflows that a test wants to see read, by their text. */
    static final Map<String, Graph> GRAPHS = new ConcurrentHashMap<>();

    /** The text names one function that must exist, or a graph. */
    static Workflow readWorkflow(
            WorkflowName name,
            WorkflowText written,
            Predicate<FunctionName> exists,
            Predicate<WorkflowName> workflowExists)
            throws InvalidDefinitionException {
        String text = written.definition();
        Graph graph = GRAPHS.get(text);
        String function = text.strip();
        if (graph == null && (!FunctionName.isValid(function) || !exists.test(new FunctionName(function)))) {
            throw new InvalidDefinitionException(List.of(new Fault("steps.a.function", 3, 15, "unknown function")));
        }
        return new Workflow(
                name,
                "v" + text.hashCode(),
                graph != null ? graph : new Graph(List.of(), Optional.empty()),
                Duration.ofMinutes(1),
                Optional.empty(),
                Optional.empty());
    }

    static final class KeptValues implements ValueStore {

        final Map<String, byte[]> byKey = new ConcurrentHashMap<>();

        @Override
        public byte[] load(ValueReference reference) {
            byte[] found = byKey.get(reference.key());
            if (found == null) {
                throw new ValueMissingException(reference);
            }
            return found;
        }

        @Override
        public ValueReference keep(String scope, byte[] value, String contentType) {
            String key = ValueReference.keysOf(scope) + byKey.size();
            byKey.put(key, value);
            return new ValueReference(key, value.length, contentType);
        }
    }

    /** The doubles as beans. */
    @Configuration(proxyBeanMethods = false)
    static class Beans {

        @Bean
        InMemory memory() {
            return new InMemory();
        }

        @Bean
        FunctionCatalog functionCatalog(InMemory memory) {
            return memory.functions;
        }

        @Bean
        WorkflowCatalog workflowCatalog(InMemory memory) {
            return memory.workflows;
        }

        @Bean
        ExecutionStore executionStore(InMemory memory) {
            return memory.executions;
        }

        @Bean
        InvocationJournal journal(InMemory memory) {
            return memory.journal;
        }

        @Bean
        ValueStore values(InMemory memory) {
            return memory.values;
        }

        @Bean
        CallStore calls(InMemory memory) {
            return memory.calls;
        }

        @Bean
        DeadLetters deadLetters(InMemory memory) {
            return memory.deadLetters;
        }

        @Bean
        WorkerRegistry registry(InMemory memory) {
            return memory.registry;
        }

        @Bean
        StorageCheck storageCheck(InMemory memory) {
            return new StorageCheck() {
                @Override
                public PartHealth check() {
                    return new PartHealth(!memory.redisAway, memory.redisAway ? "connection refused" : "AOF everysec");
                }

                @Override
                public List<Finding> findings() {
                    return List.of(new Finding("eviction", false, "set maxmemory-policy noeviction"));
                }
            };
        }

        @Bean
        ScriptedInvoker invoker(InMemory memory) {
            return memory.invoker;
        }

        @Bean
        Sandbox sandbox() {
            return new NoSandbox();
        }

        @Bean
        ContainerListing containerListing() {
            Instant then = Instant.EPOCH;
            return new ContainerListing() {
                @Override
                public List<ContainerInfo> containers() {
                    return List.of(
                            new ContainerInfo("c1", "d1", "w", "echo", "python3", "IDLE", 1, 2, 0, 5L, then, then),
                            new ContainerInfo("c2", "d2", "w", "echo", "python3", "BUSY", 1, 2, 1, null, then, then));
                }

                @Override
                public int clear() {
                    return 1;
                }
            };
        }

        @Bean
        FunctionPackageReader functionPackageReader() {
            return InMemory::readPackage;
        }

        @Bean
        WorkflowReader workflowReader() {
            return InMemory::readWorkflow;
        }
    }
}
