package io.faasbatch.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@Timeout(120)
class JavaFunctionTest {

    /** {@code wait} blocks until some invocation says {@code go}; everything else is answered at once. */
    private static final String GATE = """
            public class Fn implements Handler<String, Object> {
                private final CountDownLatch gate = new CountDownLatch(1);
                private final List<String> order = Collections.synchronizedList(new ArrayList<>());
                public Object handle(String input, Context context) throws Exception {
                    order.add(context.invocationId());
                    if (input.equals("wait")) gate.await();
                    if (input.equals("spin")) while (gate.getCount() > 0) Thread.onSpinWait();
                    if (input.equals("compute")) while (!Thread.currentThread().isInterrupted()) Thread.onSpinWait();
                    if (input.equals("go")) gate.countDown();
                    return List.copyOf(order);
                }
            }
            """;

    @TempDir
    Path work;

    private TestProxy proxy;

    @BeforeEach
    void start() throws IOException {
        proxy = TestProxy.start(work, Map.of("FAASBATCH_PROXY_MAX_OUTPUT_BYTES", "1000"));
    }

    @AfterEach
    void stop() {
        proxy.close();
    }

    private static List<Map<String, Object>> many(int count, Object input) {
        List<Map<String, Object>> batch = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            batch.add(TestProxy.invocation("i" + i, input));
        }
        return batch;
    }

    private static String type(JsonNode result) {
        return result.path("error").path("type").asString("");
    }

    @Test
    void noLineIsReportedUnderAnotherInvocation() throws Exception {
        proxy.with("""
                public class Fn implements Handler<Object, Object> {
                    private final ExecutorService pool = Executors.newFixedThreadPool(2);
                    private final CyclicBarrier all = new CyclicBarrier(50);
                    public Object handle(Object input, Context context) throws Exception {
                        all.await();
                        for (int line = 0; line < 100; line++) {
                            System.out.print(context.invocationId());
                            Thread.yield();
                            System.out.println(" é " + line);
                            System.err.printf("%s err %d%n", context.invocationId(), line);
                        }
                        pool.submit(() -> System.out.print("")).get();
                        return null;
                    }
                }
                """);
        List<JsonNode> results = proxy.batch(many(50, 1)).all();
        assertThat(results).hasSize(50);
        for (JsonNode result : results) {
            String id = result.get("id").asString();
            StringBuilder expected = new StringBuilder();
            for (int line = 0; line < 100; line++) {
                expected.append(id + " é " + line + "\n" + id + " err " + line + "\n");
            }
            assertThat(result.get("logs").asString()).isEqualTo(expected.toString());
        }
    }

    @Test
    void aLineOfASharedPoolIsReportedUnderNobody() throws Exception {
        proxy.with("""
                public class Fn implements Handler<Object, Object> {
                    private static final ExecutorService POOL = Executors.newFixedThreadPool(1);
                    public Object handle(Object input, Context context) throws Exception {
                        POOL.submit(() -> System.out.println("from the pool")).get();
                        System.out.println("own");
                        return null;
                    }
                }
                """);
        for (JsonNode result : proxy.batch(many(3, 1)).all()) {
            assertThat(result.get("logs").asString()).isEqualTo("own\n");
        }
    }

    @Test
    void longOutputIsCutVisiblyAtAWholeCharacter() throws Exception {
        proxy.with("""
                public class Fn implements Handler<Object, Object> {
                    public Object handle(Object input, Context context) {
                        System.out.print("x" + "é".repeat(40000));
                        return null;
                    }
                }
                """);
        String logs = proxy.batch(many(1, 1)).next().get("logs").asString();
        assertThat(logs).endsWith("é\n[... output cut at 65536 bytes]\n").doesNotContain("\uFFFD");
    }

    @Test
    void aShortInvocationIsAnsweredWhileItsBatchStillRuns() throws Exception {
        proxy.with(GATE);
        TestProxy.Results results =
                proxy.batch(List.of(TestProxy.invocation("long", "wait"), TestProxy.invocation("short", "x")));
        assertThat(results.next().get("id").asString()).isEqualTo("short");
        assertThat(proxy.get("/metrics").get("running").asInt()).isEqualTo(1);
        proxy.batch(List.of(TestProxy.invocation("opener", "go"))).all();
        assertThat(results.next().get("id").asString()).isEqualTo("long");
    }

    @Test
    void invocationsBeyondTheConcurrencyWaitInTheOrderTheyCame() throws Exception {
        proxy.with(GATE, Map.of("concurrency", 1));
        TestProxy.Results first = proxy.batch(List.of(TestProxy.invocation("first", "wait")));
        List<Map<String, Object>> rest = many(20, "x");
        TestProxy.Results results = proxy.batch(rest);
        assertThat(proxy.get("/metrics").get("queued").asInt()).isEqualTo(20);
        assertThat(proxy.send("DELETE", "/invocations/first", "").statusCode()).isEqualTo(204);
        assertThat(type(first.next())).isEqualTo("Cancelled");
        JsonNode last = null;
        List<String> ids = new ArrayList<>();
        for (JsonNode result : results.all()) {
            ids.add(result.get("id").asString());
            last = result;
        }
        assertThat(ids)
                .containsExactlyElementsOf(
                        rest.stream().map(i -> (String) i.get("id")).toList());
        assertThat(last).isNotNull();
        assertThat(last.get("output").size()).isEqualTo(21);
    }

    @Test
    void aDeadlineStopsOnlyItsOwnInvocation() throws Exception {
        proxy.with(GATE);
        Map<String, Object> late = TestProxy.invocation("late", "wait");
        late.put("deadline", Instant.now().plusMillis(200).toString());
        Map<String, Object> spinning = TestProxy.invocation("spinning", "spin");
        spinning.put("deadline", Instant.now().plusMillis(200).toString());
        TestProxy.Results results = proxy.batch(List.of(late, spinning, TestProxy.invocation("other", "wait")));
        assertThat(List.of(type(results.next()), type(results.next()))).containsOnly("Timeout");
        assertThat(proxy.get("/metrics").get("running").asInt()).isEqualTo(1);
        proxy.batch(List.of(TestProxy.invocation("opener", "go"))).all();
        JsonNode other = results.next();
        assertThat(other.get("status").asString()).isEqualTo("ok");
    }

    @Test
    void anInvocationWithoutADeadlineIsStoppedAfterTheFunctionsTimeLimit() throws Exception {
        proxy.with(GATE, Map.of("timeoutMillis", 100));
        assertThat(type(proxy.batch(List.of(TestProxy.invocation("a", "wait"))).next()))
                .isEqualTo("Timeout");
    }

    @Test
    void aDeadlineAlsoPassesForOneThatWaits() throws Exception {
        proxy.with(GATE, Map.of("concurrency", 1));
        Map<String, Object> waiting = TestProxy.invocation("waiting", "x");
        waiting.put("deadline", Instant.now().minusMillis(1).toString());
        TestProxy.Results results = proxy.batch(List.of(TestProxy.invocation("first", "wait"), waiting));
        JsonNode result = results.next();
        assertThat(result.get("id").asString()).isEqualTo("waiting");
        assertThat(type(result)).isEqualTo("Timeout");
        assertThat(proxy.send("DELETE", "/invocations/first", "").statusCode()).isEqualTo(204);
    }

    @Test
    void deadlinesHoldWhileEveryCarrierComputes() throws Exception {
        proxy.with(GATE);
        List<Map<String, Object>> computing = many(80, "compute");
        String deadline = Instant.now().plusMillis(300).toString();
        computing.forEach(invocation -> invocation.put("deadline", deadline));
        List<JsonNode> results = proxy.batch(computing).all();
        assertThat(results)
                .hasSize(80)
                .allSatisfy(result -> assertThat(type(result)).isEqualTo("Timeout"));
        assertThat(proxy.batch(List.of(TestProxy.invocation("probe", "go"))).all())
                .hasSize(1);
    }

    @Test
    void theUnfinishedOfABrokenConnectionAreCancelled() throws Exception {
        proxy.with(GATE, Map.of("concurrency", 1));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
            String body = TestProxy.JSON.writeValueAsString(Map.of("batchId", "b", "invocations", many(5, "wait")));
            String head = "POST /batch HTTP/1.1\r\nHost: x\r\nContent-Length: " + body.length() + "\r\n\r\n";
            socket.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().read()).isEqualTo('H');
        }
        JsonNode metrics = proxy.get("/metrics");
        while (metrics.get("running").asInt() + metrics.get("queued").asInt() > 0) {
            metrics = proxy.get("/metrics");
        }
        assertThat(metrics.get("invocations").asInt()).isEqualTo(5);
    }

    @Test
    void fortyConcurrentCallsShareOneCreation() throws Exception {
        proxy.with("""
                public class Fn implements Handler<Object, Object> {
                    private final CyclicBarrier all = new CyclicBarrier(40);
                    private final AtomicInteger made = new AtomicInteger();
                    public Object handle(Object input, Context context) throws Exception {
                        all.await();
                        return context.shared(Key.of(String.class, "client", 7), () -> "client " + made.incrementAndGet());
                    }
                }
                """);
        assertThat(proxy.batch(many(40, 1)).all())
                .hasSize(40)
                .allSatisfy(
                        result -> assertThat(result.get("output").asString()).isEqualTo("client 1"));
        JsonNode shared = proxy.get("/metrics").get("shared");
        assertThat(shared.get("created").asInt()).isEqualTo(1);
        assertThat(shared.get("reused").asInt()).isEqualTo(39);
    }

    @Test
    void aFailedCreationIsNotKept() throws Exception {
        proxy.with("""
                public class Fn implements Handler<Object, Object> {
                    private final AtomicInteger tries = new AtomicInteger();
                    public Object handle(Object input, Context context) {
                        return context.shared(Key.of(String.class), () -> {
                            if (tries.incrementAndGet() == 1) throw new IllegalStateException("not yet");
                            return "made";
                        });
                    }
                }
                """);
        assertThat(type(proxy.batch(many(1, 1)).next())).isEqualTo("IllegalStateException");
        assertThat(proxy.batch(many(1, 1)).next().get("output").asString()).isEqualTo("made");
    }

    @Test
    void inputAndOutputAreConvertedToTheHandlersTypes() throws Exception {
        proxy.with("""
                public class Fn implements Handler<Fn.In, Fn.Out> {
                    public record In(String name, int times) {}
                    public record Out(String text, Optional<String> env) {}
                    public Out handle(In in, Context context) {
                        if (in == null) throw new IllegalArgumentException("nothing given");
                        return new Out(in.name().repeat(in.times()), context.env("GREETING"));
                    }
                }
                """);
        JsonNode ok = proxy.batch(many(1, Map.of("name", "ab", "times", 2))).next();
        assertThat(ok.get("output").toString()).isEqualTo("{\"text\":\"abab\",\"env\":\"hello\"}");
        assertThat(type(proxy.batch(many(1, "text")).next())).isEqualTo("InvalidInput");
        JsonNode error = proxy.batch(List.of(Map.of("id", "none"))).next().get("error");
        assertThat(error.get("type").asString()).isEqualTo("IllegalArgumentException");
        assertThat(error.get("stack").asString())
                .startsWith("java.lang.IllegalArgumentException: nothing given\n\tat Fn.handle(Fn.java:")
                .doesNotContain("io.faasbatch.proxy");
    }

    @Test
    void outputThatIsTooLargeOrNoJsonIsAnError() throws Exception {
        proxy.with("""
                public class Fn implements Handler<String, Object> {
                    public Object handle(String input, Context context) {
                        Object[] cycle = new Object[1];
                        cycle[0] = cycle;
                        return input.equals("cycle") ? cycle : "x".repeat(2000);
                    }
                }
                """);
        assertThat(type(proxy.batch(many(1, "large")).next())).isEqualTo("OutputTooLarge");
        assertThat(proxy.batch(many(1, "cycle")).next().get("status").asString())
                .isEqualTo("error");
    }

    @Test
    void aFunctionSeesNothingOfTheProgramAroundIt() throws Exception {
        proxy.with("""
                public class Fn implements Handler<String, Object> {
                    public Object handle(String input, Context context) throws Exception {
                        return Class.forName(input).getName();
                    }
                }
                """);
        assertThat(type(proxy.batch(many(1, "io.faasbatch.proxy.ContainerProxy"))
                        .next()))
                .isEqualTo("ClassNotFoundException");
        assertThat(type(proxy.batch(many(1, "tools.jackson.databind.JsonNode")).next()))
                .isEqualTo("ClassNotFoundException");
        assertThat(proxy.batch(many(1, "io.faasbatch.api.Key"))
                        .next()
                        .get("output")
                        .asString())
                .isEqualTo("io.faasbatch.api.Key");
    }

    @Test
    void aFunctionWithoutAStoreIsToldSo() throws Exception {
        proxy.with("""
                public class Fn implements Handler<Object, Object> {
                    public Object handle(Object input, Context context) {
                        return context.store().get("x").isPresent();
                    }
                }
                """);
        assertThat(type(proxy.batch(many(1, 1)).next())).isEqualTo("StoreException");
    }

    @Test
    void whatIsInFlightIsReportedWhenTheProgramStops() throws Exception {
        proxy.with(GATE, Map.of("concurrency", 1));
        TestProxy.Results results = proxy.batch(many(3, "wait"));
        Thread stopper = Thread.ofPlatform().start(proxy::stopServer);
        assertThat(results.all())
                .hasSize(3)
                .allSatisfy(result -> assertThat(type(result)).isEqualTo("ContainerCrashed"));
        stopper.join();
    }
}
