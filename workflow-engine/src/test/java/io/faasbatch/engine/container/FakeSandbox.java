package io.faasbatch.engine.container;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.faasbatch.grouping.ContainerId;
import io.faasbatch.protocol.BatchInvocation;
import io.faasbatch.protocol.BatchRequest;
import io.faasbatch.protocol.ErrorDetail;
import io.faasbatch.protocol.InvocationResult;
import io.faasbatch.protocol.ProxyStatus;
import io.faasbatch.protocol.Refusal;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A sandbox whose containers are small servers in this process that keep the container proxy's contract. */
final class FakeSandbox implements Sandbox {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    final List<ContainerId> started = new CopyOnWriteArrayList<>();
    final List<ContainerId> removed = new CopyOnWriteArrayList<>();
    final List<BatchRequest> batches = new CopyOnWriteArrayList<>();
    final List<String> cancelled = new CopyOnWriteArrayList<>();
    /** While it is above zero no answer is given for the input "wait". */
    final CountDownLatch gate = new CountDownLatch(1);

    volatile @Nullable SandboxException refusal;
    volatile @Nullable ErrorDetail initError;
    volatile boolean unwipeable;
    /** So many containers break the connection when they are given a function. */
    final AtomicInteger deadAtInit = new AtomicInteger();

    /** These have ended, and what answers at their addresses is another. */
    final Set<String> ended = ConcurrentHashMap.newKeySet();

    /** New containers end at once, and asking at their addresses takes long, as where there is nobody. */
    volatile boolean endsAtOnce;

    /** Nobody answers in containers. */
    volatile boolean silent;

    /** How often containers were asked for their status. */
    final AtomicInteger asked = new AtomicInteger();

    /** In these nobody answers, as where all processes were stopped. */
    final Set<String> frozen = ConcurrentHashMap.newKeySet();

    volatile String cause = "exit code 137, " + OUT_OF_MEMORY;
    volatile List<Leftover> leftovers = List.of();
    final List<String> wiped = new CopyOnWriteArrayList<>();
    private final Map<String, String> functions = new ConcurrentHashMap<>();
    private final Map<String, HttpServer> servers = new ConcurrentHashMap<>();

    /** The weight that each container was given last. */
    final Map<String, Integer> weights = new ConcurrentHashMap<>();

    /** The weight of no container can be set. */
    volatile boolean refusesWeights;

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public Optional<CpuControl> cpuControl() {
        return Optional.of(new CpuControl() {
            @Override
            public boolean isImmediate() {
                return true;
            }

            @Override
            public OptionalLong usedNanos(String nativeId) {
                return OptionalLong.empty();
            }

            @Override
            public void bound(String nativeId, int weight, double cores) {
                if (refusesWeights) {
                    throw new SandboxException("the control group is read-only", new IOException());
                }
                weights.put(nativeId, weight);
            }
        });
    }

    @Override
    public Instance start(ContainerId id, Shape shape, boolean ahead) {
        SandboxException refused = refusal;
        started.add(id);
        if (endsAtOnce) {
            ended.add(id.value());
        }
        if (refused != null) {
            throw refused;
        }
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/status", exchange -> status(exchange, id.value()));
            server.createContext("/init", exchange -> init(exchange, id.value()));
            server.createContext("/wipe", exchange -> wipe(exchange, id.value()));
            server.createContext("/batch", exchange -> batch(exchange, id.value()));
            server.createContext("/invocations/", this::cancel);
            server.start();
            servers.put(id.value(), server);
            return new Instance(
                    id,
                    id.value(),
                    URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
        } catch (IOException e) {
            throw new SandboxException("no server", e);
        }
    }

    /** The container dies, and nobody is told. */
    void kill(ContainerId id) {
        HttpServer server = servers.get(id.value());
        if (server != null) {
            server.stop(0);
        }
    }

    private void status(HttpExchange exchange, String container) throws IOException {
        asked.incrementAndGet();
        if (ended.contains(container)) {
            await();
            exchange.close();
        } else if (silent || frozen.contains(container)) {
            exchange.close();
        } else {
            answer(exchange, 200, status(container));
        }
    }

    private ProxyStatus status(String container) {
        String function = functions.get(container);
        return new ProxyStatus(function == null ? ProxyStatus.State.NEW : ProxyStatus.State.READY, function);
    }

    private void wipe(HttpExchange exchange, String container) throws IOException {
        if (unwipeable) {
            answer(exchange, 409, new Refusal(ErrorDetail.of("CannotWipe", "not here")));
            return;
        }
        functions.remove(container);
        wiped.add(container);
        answer(exchange, 200, Map.of());
    }

    private void init(HttpExchange exchange, String container) throws IOException {
        if (deadAtInit.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            exchange.close();
            return;
        }
        ErrorDetail error = initError;
        String function = JSON.readTree(exchange.getRequestBody().readAllBytes())
                .get("function")
                .stringValue();
        if (error == null) {
            functions.put(container, function);
            answer(exchange, 200, Map.of());
        } else {
            answer(exchange, 502, new Refusal(error));
        }
    }

    private void cancel(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        cancelled.add(path.substring(path.lastIndexOf('/') + 1));
        answer(exchange, 200, Map.of());
    }

    /** What was at the first container's address is at the second's from now on. */
    void swapAddresses(ContainerId one, ContainerId other) {
        String function = functions.get(one.value());
        functions.put(one.value(), functions.get(other.value()));
        functions.put(other.value(), function);
    }

    private void batch(HttpExchange exchange, String container) throws IOException {
        BatchRequest batch = JSON.readValue(exchange.getRequestBody().readAllBytes(), BatchRequest.class);
        if (!batch.function().orElseThrow().equals(functions.get(container))) {
            answer(exchange, 409, new Refusal(ErrorDetail.of("OtherFunction", "not here")));
            return;
        }
        batches.add(batch);
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            for (BatchInvocation invocation : batch.invocations()) {
                if (invocation.input().isString()
                        && invocation.input().stringValue().equals("die")) {
                    exchange.close();
                    return;
                }
                run(invocation, out);
            }
        }
    }

    private void run(BatchInvocation invocation, OutputStream out) throws IOException {
        if (invocation.input().isString() && invocation.input().stringValue().equals("wait")) {
            await();
        }
        InvocationResult result = new InvocationResult(
                invocation.id(),
                InvocationResult.Status.OK,
                invocation.input(),
                null,
                new InvocationResult.Timings(1, 2),
                "ran");
        out.write((JSON.writeValueAsString(result) + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private void await() throws IOException {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static void answer(HttpExchange exchange, int status, Object body) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(body);
        exchange.sendResponseHeaders(status, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    @Override
    public void remove(Instance instance) {
        kill(instance.id());
        removed.add(instance.id());
    }

    @Override
    public boolean isRunning(Instance instance) {
        return servers.containsKey(instance.nativeId()) && !ended.contains(instance.nativeId());
    }

    @Override
    public List<Leftover> takeOver() {
        return leftovers;
    }

    @Override
    public Map<String, Long> memoryBytes(List<Instance> instances) {
        return Map.of();
    }

    @Override
    public String causeOfDeath(Instance instance) {
        return cause;
    }

    @Override
    public String hostAddress() {
        return "127.0.0.1";
    }

    @Override
    public void check() {}

    @Override
    public void close() {
        gate.countDown();
        servers.values().forEach(server -> server.stop(0));
    }
}
