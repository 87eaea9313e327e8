package io.faasbatch.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Large and binary values between the proxy and user code, by way of a real Redis. */
@ParameterizedClass
@ValueSource(strings = {"java", "python3 process", "python3 thread"})
@Timeout(180)
class ValuesIT {

    private static final int MIB = 1 << 20;
    private static final int LIMIT = 32 * MIB;

    /** Makes values of {@code make} bytes, or tells what it was given. */
    private static final String JAVA = """
            public class Fn implements Handler<Map<String, Object>, Object> {
                public Object handle(Map<String, Object> input, Context context) {
                    if (input.get("make") instanceof Number bytes) {
                        return Map.of(
                            "name", "n",
                            "file", "x".repeat(bytes.intValue()),
                            "images", List.of(new Binary(new byte[] {0, -1, 7}, "image/png"), new byte[] {1}));
                    }
                    Binary image = (Binary) input.get("image");
                    return Map.of(
                        "file", ((String) input.get("file")).length(),
                        "image", List.of(image.data()[0], image.data()[1], image.data()[2]),
                        "type", image.contentType());
                }
            }
            """;

    private static final String PYTHON = """
            from faasbatch import Binary

            def handle(input, context):
                if "make" in input:
                    images = [Binary(bytes([0, 255, 7]), "image/png"), bytes([1])]
                    return {"name": "n", "file": "x" * input["make"], "images": images}
                image = input["image"]
                numbers = [byte - 256 if byte > 127 else byte for byte in image]
                return {"file": len(input["file"]), "image": numbers, "type": image.content_type}
            """;

    @TempDir
    static Path redisWork;

    private static Process redis;
    private static int redisPort;

    @Parameter
    String runtime = "";

    @TempDir
    Path work;

    private TestProxy proxy;

    /** Without a {@code redis-server} the whole class fails. */
    @BeforeAll
    static void startRedis() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            redisPort = free.getLocalPort();
        }
        redis = new ProcessBuilder(
                        "redis-server",
                        "--port",
                        "" + redisPort,
                        "--bind",
                        "127.0.0.1",
                        "--save",
                        "",
                        "--appendonly",
                        "no")
                .directory(redisWork.toFile())
                .redirectErrorStream(true)
                .redirectOutput(redisWork.resolve("redis.log").toFile())
                .start();
        while (!answers()) {
            assertThat(redis.isAlive()).isTrue();
            Thread.onSpinWait();
        }
    }

    private static boolean answers() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), redisPort)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @AfterAll
    static void stopRedis() throws InterruptedException {
        redis.destroy();
        redis.waitFor();
    }

    @BeforeEach
    void start() throws IOException, InterruptedException {
        proxy = TestProxy.start(work);
        Map<String, Object> changes = new HashMap<>();
        changes.put(
                "store",
                Map.of(
                        "host",
                        "127.0.0.1",
                        "port",
                        redisPort,
                        "username",
                        "",
                        "password",
                        "",
                        "keyPrefix",
                        "fb:",
                        "ttlSeconds",
                        100));
        changes.put("maxValueBytes", LIMIT);
        if (!runtime.equals("java")) {
            String[] words = runtime.split(" ", -1);
            changes.put("runtime", words[0]);
            changes.put("isolation", words[1]);
            changes.put("handler", "main:handle");
            changes.put("code", TestFunction.zip(Map.of("main.py", PYTHON.getBytes(StandardCharsets.UTF_8))));
        }
        proxy.with(JAVA, changes);
    }

    @AfterEach
    void stop() {
        proxy.close();
    }

    private JsonNode step(Map<String, Object> input, Map<String, Object> references) throws Exception {
        Map<String, Object> invocation = TestProxy.invocation("e1:step", input);
        invocation.put("context", Map.of("executionId", "e1", "step", "step", "attempt", 1));
        invocation.put("references", references);
        return run(invocation);
    }

    private JsonNode run(Map<String, Object> invocation) throws Exception {
        try (TestProxy.Results results = proxy.batch(List.of(invocation))) {
            return results.next();
        }
    }

    private static String errorType(JsonNode result) {
        return result.path("error").path("type").asString(result.toString());
    }

    private void handsOn(int bytes) throws Exception {
        JsonNode made = step(Map.of("make", bytes), Map.of());

        assertThat(made.get("output"))
                .as(made.toString())
                .isEqualTo(TestProxy.JSON.readTree("{\"name\":\"n\",\"file\":null,\"images\":[null,null]}"));
        JsonNode references = made.get("references");
        assertThat(references.propertyNames()).containsExactlyInAnyOrder("/file", "/images/0", "/images/1");
        assertThat(references.at("/~1file/contentType").stringValue()).isEqualTo("application/json");
        assertThat(references.at("/~1file/bytes").longValue()).isEqualTo(bytes + 2);
        assertThat(references.at("/~1images~11/contentType").stringValue()).isEqualTo("application/octet-stream");
        for (JsonNode reference : references) {
            assertThat(reference.get("key").stringValue()).startsWith("fb:{e1}:data:");
        }

        Map<String, Object> input = new HashMap<>();
        input.put("file", null);
        input.put("image", null);
        JsonNode read = step(input, Map.of("/file", references.get("/file"), "/image", references.get("/images/0")));

        assertThat(read.get("output"))
                .as(read.toString())
                .isEqualTo(
                        TestProxy.JSON.readTree("{\"file\":" + bytes + ",\"image\":[0,-1,7],\"type\":\"image/png\"}"));
        assertThat(read.has("references")).isFalse();
    }

    @Test
    void aStepHandsLargeAndBinaryValuesToAnother() throws Exception {
        handsOn(MIB);
    }

    @Test
    void aStepHandsThirtyMebibytesToAnother() throws Exception {
        handsOn(30 * MIB);
    }

    @Test
    void aValueOverTheLimitIsRefused() throws Exception {
        JsonNode made = step(Map.of("make", LIMIT), Map.of());
        assertThat(errorType(made)).isEqualTo("OutputTooLarge");
    }

    @Test
    void theOutputOfADirectCallIsWholeButForItsBinaryValues() throws Exception {
        JsonNode made = run(TestProxy.invocation("direct", Map.of("make", MIB)));
        assertThat(made.at("/output/file").stringValue()).hasSize(MIB);
        assertThat(made.get("references").propertyNames()).containsExactlyInAnyOrder("/images/0", "/images/1");
        assertThat(made.at("/references/~1images~10/key").stringValue()).startsWith("fb:{direct}:data:");
    }

    @Test
    void aValueThatIsGoneOrHasNoPlaceIsToldApartFromAFailureOfTheFunction() throws Exception {
        Map<String, Object> gone = Map.of("key", "fb:{e1}:data:gone", "bytes", 10, "contentType", "application/json");
        Map<String, Object> input = new HashMap<>();
        input.put("file", null);
        assertThat(errorType(step(input, Map.of("/file", gone)))).isEqualTo("ValueMissing");
        assertThat(errorType(step(input, Map.of("/other", gone)))).isEqualTo("InvalidInput");
    }
}
