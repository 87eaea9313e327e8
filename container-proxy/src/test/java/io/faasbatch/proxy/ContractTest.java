package io.faasbatch.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ContractTest {

    private static final String ECHO = """
            public class Fn implements Handler<Object, Object> {
                public Object handle(Object input, Context context) { return input; }
            }
            """;

    @TempDir
    Path work;

    private TestProxy proxy;

    @BeforeEach
    void start() throws IOException {
        proxy = TestProxy.start(work, Map.of("FAASBATCH_PROXY_MAX_BATCH_BYTES", "100000"));
    }

    @AfterEach
    void stop() {
        proxy.close();
    }

    @Test
    void statusIsNewUntilAFunctionWasLoaded() throws Exception {
        assertThat(proxy.get("/status").toString()).isEqualTo("{\"status\":\"new\",\"function\":null}");
        proxy.with(ECHO);
        assertThat(proxy.get("/status").toString()).isEqualTo("{\"status\":\"ready\",\"function\":\"fn\"}");
    }

    @Test
    void everyInvocationIsAnsweredWithItsOutputAndTimings() throws Exception {
        proxy.with(ECHO);
        List<JsonNode> results = proxy.batch(List.of(
                        TestProxy.invocation("a", Map.of("n", 1)), Map.of("id", "b"), TestProxy.invocation("c", "é")))
                .all();
        assertThat(results).extracting(result -> result.get("id").asString()).containsExactlyInAnyOrder("a", "b", "c");
        for (JsonNode result : results) {
            assertThat(result.get("status").asString()).isEqualTo("ok");
            assertThat(result.has("output")).isTrue();
            assertThat(result.get("timings").get("queueing").asDouble()).isNotNegative();
            assertThat(result.get("timings").get("execution").asDouble()).isNotNegative();
        }
        assertThat(proxy.get("/metrics").get("invocations").asInt()).isEqualTo(3);
    }

    @Test
    void anEmptyBatchIsAnsweredAtOnce() throws Exception {
        assertThat(proxy.with(ECHO).batch(List.of()).all()).isEmpty();
    }

    @Test
    void malformedJsonIsRefusedWithItsPlace() throws Exception {
        proxy.with(ECHO);
        JsonNode error = refused(400, proxy.send("POST", "/batch", "{\n  \"batchId\": oops}"));
        assertThat(error.get("message").asString()).contains("line 2, column");
        refused(400, proxy.send("POST", "/batch", "{\"batchId\":\"b\",\"invocations\":[{\"input\":1}]}"));
    }

    @Test
    void unknownPathsIdsAndMethodsAreRefused() throws Exception {
        refused(404, proxy.send("GET", "/nothing", ""));
        refused(404, proxy.send("DELETE", "/invocations/nobody", ""));
        HttpResponse<String> wrong = proxy.send("GET", "/batch", "");
        refused(405, wrong);
        assertThat(wrong.headers().firstValue("Allow")).contains("POST");
    }

    @Test
    void aBatchBeforeInitAndASecondInitAreConflicts() throws Exception {
        refused(409, proxy.send("POST", "/batch", "{\"batchId\":\"b\",\"invocations\":[]}"));
        proxy.with(ECHO);
        refused(409, proxy.init(TestProxy.settings(TestFunction.code(work, ECHO))));
    }

    @Test
    void aBatchForAnotherFunctionIsAConflictAndRunsNothing() throws Exception {
        proxy.with(ECHO);
        String own = proxy.get("/status").get("function").asString();
        String batch = "{\"batchId\":\"b\",\"function\":\"%s\",\"invocations\":[{\"id\":\"x\"}]}";
        JsonNode error = refused(409, proxy.send("POST", "/batch", batch.formatted("another")));
        assertThat(error.get("type").asString()).isEqualTo("OtherFunction");
        assertThat(error.get("message").asString()).contains(own, "another");
        assertThat(proxy.get("/metrics").get("invocations").asInt()).isZero();
        assertThat(proxy.send("POST", "/batch", batch.formatted(own)).statusCode())
                .isEqualTo(200);
    }

    @Test
    void anIdThatIsTwiceInABatchIsAConflict() throws Exception {
        proxy.with(ECHO);
        String twice = "{\"batchId\":\"b\",\"invocations\":[{\"id\":\"x\"},{\"id\":\"x\"}]}";
        refused(409, proxy.send("POST", "/batch", twice));
        assertThat(proxy.get("/metrics").get("invocations").asInt()).isZero();
    }

    @Test
    void aBodyOverTheLimitIsRefused() throws Exception {
        proxy.with(ECHO);
        refused(413, proxy.send("POST", "/batch", "{\"batchId\":\"" + "x".repeat(100_000) + "\"}"));
    }

    @Test
    void ofManyConcurrentInitsExactlyOneWins() throws Exception {
        String code = TestFunction.code(work, ECHO);
        List<Callable<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            calls.add(() -> proxy.init(TestProxy.settings(code)).statusCode());
        }
        List<Integer> codes = new ArrayList<>();
        try (ExecutorService callers = Executors.newCachedThreadPool()) {
            for (Future<Integer> call : callers.invokeAll(calls)) {
                codes.add(call.get());
            }
        }
        assertThat(codes).containsOnly(200, 409).containsOnlyOnce(200);
    }

    @Test
    void anArchiveThatWouldWriteOutsideIsRefused() throws Exception {
        String code = TestFunction.zip(Map.of("../escaped.txt", new byte[] {1}));
        JsonNode error = refused(400, proxy.init(TestProxy.settings(code)));
        assertThat(error.get("type").asString()).isEqualTo("BadArchive");
        assertThat(Files.exists(work.resolve("escaped.txt"))).isFalse();
    }

    @Test
    void codeThatIsNoArchiveIsRefused() throws Exception {
        String code = Base64.getEncoder().encodeToString(new byte[] {1, 2, 3});
        refused(400, proxy.init(TestProxy.settings(code)));
        refused(400, proxy.init(TestProxy.settings("")));
        refused(400, proxy.init(TestProxy.settings("!!! no base64")));
    }

    @Test
    void aFailedInitSaysWhyAndMayBeTriedAgain() throws Exception {
        Map<String, Object> unknown = TestProxy.settings(TestFunction.code(work, ECHO));
        unknown.put("handler", "Missing");
        assertThat(refused(422, proxy.init(unknown)).get("type").asString()).isEqualTo("HandlerNotFound");
        String failing = """
                public class Fn implements Handler<Object, Object> {
                    public Fn() { throw new IllegalStateException("no licence"); }
                    public Object handle(Object input, Context context) { return input; }
                }
                """;
        JsonNode error = refused(422, proxy.init(TestProxy.settings(TestFunction.code(work, failing))));
        assertThat(error.get("type").asString()).isEqualTo("IllegalStateException");
        assertThat(error.get("stack").asString()).contains("no licence").contains("Fn.<init>");
        proxy.with(ECHO);
        assertThat(proxy.get("/status").get("status").asString()).isEqualTo("ready");
    }

    @Test
    void settingsThatMakeNoSenseAreRefused() throws Exception {
        Map<String, Object> settings = TestProxy.settings(TestFunction.code(work, ECHO));
        settings.put("concurrency", 0);
        assertThat(refused(400, proxy.init(settings)).get("message").asString()).contains("concurrency");
        settings.put("concurrency", 1);
        settings.put("runtime", "cobol");
        assertThat(refused(400, proxy.init(settings)).get("type").asString()).isEqualTo("UnknownRuntime");
    }

    private static JsonNode refused(int status, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        JsonNode error = TestProxy.JSON.readTree(answer.body()).get("error");
        assertThat(error.get("type").asString()).isNotEmpty();
        assertThat(error.get("message").asString()).isNotEmpty();
        return error;
    }
}
