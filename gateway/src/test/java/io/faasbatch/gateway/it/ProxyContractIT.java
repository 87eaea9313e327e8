package io.faasbatch.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The container proxy's contract as it is written down, kept by the images of both proxies. */
@ParameterizedClass
@CsvSource({"nodejs,thread", "nodejs,process", "python3,thread", "python3,process"})
@Timeout(300)
final class ProxyContractIT {

    private static final int MIB = 1 << 20;
    private static final int MOST_CODE_MIB = 512;
    private static final Duration LONG = Duration.ofMinutes(1);

    private static final Map<String, Map<String, String>> CODE = Map.of(
            "python3", Map.of("main.py", """
                    import time
                    def handle(input, context):
                        print('from', context.invocation_id, flush=True)
                        time.sleep(input)
                        return input
                    """),
            "nodejs", Map.of("main.js", """
                    exports.handle = async (input, context) => {
                      console.log('from', context.invocationId);
                      await new Promise((resolve) => setTimeout(resolve, input * 1000));
                      return input;
                    };
                    """));

    @Parameter(0)
    String runtime = "";

    @Parameter(1)
    String isolation = "";

    private final HttpClient http = HttpClient.newHttpClient();
    private String container = "";
    private URI proxy = URI.create("http://none");

    @BeforeEach
    void start() {
        container = DockerCli.run(
                "run",
                "-d",
                "--init",
                "--read-only",
                "--cap-drop",
                "ALL",
                "--network",
                "bridge",
                "--tmpfs",
                "/tmp",
                "--tmpfs",
                "/code:exec,uid=10001,gid=10001",
                "faasbatch/runtime-" + runtime);
        String address = DockerCli.run("inspect", "--format", "{{.NetworkSettings.IPAddress}}", container);
        proxy = URI.create("http://" + address + ":5000");
        RunningGateway.await("the proxy to answer", LONG, this::answers);
    }

    @AfterEach
    void remove() {
        http.shutdownNow();
        DockerCli.run("rm", "-f", container);
    }

    private boolean answers() {
        try {
            return http.send(HttpRequest.newBuilder(proxy.resolve("/status")).build(), BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    @Test
    void whatCannotBeDoneIsRefusedWithATypeAndHarmsNothing() throws Exception {
        assertThat(send("GET", "/status", "").body()).isEqualTo("{\"status\":\"new\",\"function\":null}");
        refused(409, "NotInitialised", send("POST", "/batch", batch("a", 0)));
        refused(404, "NotFound", send("GET", "/nothing", ""));
        refused(405, "MethodNotAllowed", send("POST", "/status", "{}"));
        refused(400, "MalformedRequest", send("POST", "/init", "{,}"));
        refused(
                400,
                "BadArchive",
                send("POST", "/init", init(2).put("code", "bm8=").toString()));
        byte[] escaping = FunctionZip.of(Map.of("../escaped.txt", "x"));
        refused(
                400,
                "BadArchive",
                send("POST", "/init", init(2).put("code", base64(escaping)).toString()));
        refused(
                400,
                "UnknownRuntime",
                send("POST", "/init", init(2).put("runtime", "cobol").toString()));
        assertThat(send("POST", "/init", init(2).put("handler", "main:missing").toString())
                        .statusCode())
                .isEqualTo(422);

        assertThat(send("POST", "/init", init(2).toString()).body())
                .isEqualTo("{\"status\":\"ready\",\"function\":\"fn\"}");
        refused(409, "AlreadyInitialised", send("POST", "/init", init(2).toString()));
        String meant = batch("a", 0).replace("\"batchId\"", "\"function\":\"%s\",\"batchId\"");
        refused(409, "OtherFunction", send("POST", "/batch", meant.formatted("another")));
        refused(409, "DuplicateInvocation", send("POST", "/batch", batch("a", 0, "a", 0)));
        assertThat(send("POST", "/batch", meant.formatted("fn")).body()).contains("\"ok\"");
        assertThat(metrics().get("invocations").asInt()).isEqualTo(1);
    }

    @Test
    void anArchiveThatUnpacksToTooMuchIsRefused() throws Exception {
        refused(
                400,
                "BadArchive",
                send("POST", "/init", init(1).put("code", base64(bomb())).toString()));
    }

    @Test
    void resultsComeOneByOneInTheOrderOfTheirTurns() throws Exception {
        send("POST", "/init", init(1).toString());
        try (BufferedReader lines = stream(batch("a", 0, "b", 0.2, "c", 1000, "d", 0))) {
            assertThat(next(lines)).contains("\"a\"", "\"ok\"", "from a\\n", "\"queueing\"", "\"execution\"");
            assertThat(next(lines)).contains("\"b\"", "\"ok\"", "from b\\n");
            RunningGateway.await(
                    "the third to run", LONG, () -> metrics().get("running").asInt() == 1);
            assertThat(metrics().get("queued").asInt()).isEqualTo(1);

            assertThat(send("DELETE", "/invocations/c", "").statusCode()).isEqualTo(204);

            assertThat(next(lines)).contains("\"c\"", "\"Cancelled\"");
            assertThat(next(lines)).contains("\"d\"", "\"ok\"");
            assertThat(lines.readLine()).isNull();
        }
        refused(404, "NotFound", send("DELETE", "/invocations/c", ""));
    }

    @Test
    void aDeadlineEndsWhatRunsAndWhatWaits() throws Exception {
        send("POST", "/init", init(1).put("timeoutMillis", 1500).toString());
        String body = """
                {"batchId":"b","invocations":[{"id":"runs","input":1000},
                 {"id":"waits","input":0,"deadline":"2020-01-01T00:00:00Z"},{"id":"after","input":0}]}
                """;

        List<String> lines =
                send("POST", "/batch", body).body().lines().map(String::strip).toList();

        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).contains("\"waits\"", "\"Timeout\"");
        assertThat(lines.get(1)).contains("\"runs\"", "\"Timeout\"");
        assertThat(lines.get(2)).contains("\"after\"", "\"ok\"");
    }

    @Test
    void aClientThatLeavesIsNoticedAndItsBatchStopped() throws Exception {
        send("POST", "/init", init(2).toString());
        try (InputStream answer = open(batch("a", 1000, "b", 1000))) {
            assertThat(answer.read()).isEqualTo(' ');
            assertThat(metrics().get("running").asInt()).isEqualTo(2);
        }

        RunningGateway.await(
                "the batch to be stopped", LONG, () -> metrics().get("running").asInt() == 0);
    }

    private ObjectNode init(int concurrency) {
        ObjectNode settings = RunningGateway.JSON.createObjectNode();
        settings.put("function", "fn")
                .put("version", "1")
                .put("runtime", runtime)
                .put("handler", "main:handle");
        settings.put("isolation", isolation).put("concurrency", concurrency).put("cpus", 1);
        return settings.put("timeoutMillis", 60_000)
                .put("code", base64(FunctionZip.of(CODE.getOrDefault(runtime, Map.of()))));
    }

    /** A little more than may be unpacked, in less than a megabyte. */
    private static byte[] bomb() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] zeros = new byte[MIB];
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("zeros"));
            for (int i = 0; i <= MOST_CODE_MIB; i++) {
                zip.write(zeros);
            }
        }
        return bytes.toByteArray();
    }

    private static String base64(byte[] data) {
        return Base64.getEncoder().encodeToString(data);
    }

    /** @param parts ids and inputs in turn */
    private static String batch(Object... parts) {
        List<String> invocations = new ArrayList<>();
        for (int i = 0; i < parts.length; i += 2) {
            invocations.add("{\"id\":\"" + parts[i] + "\",\"input\":" + parts[i + 1] + "}");
        }
        return "{\"batchId\":\"b\",\"invocations\":[" + String.join(",", invocations) + "]}";
    }

    /**
     * On a connection of its own: a refusal may come before the body was sent, and the JDK's client then uses the connection again without sending the rest, so
     * that the next request is taken for that body.
     */
    private HttpResponse<String> send(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(proxy.resolve(path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        try (HttpClient once = HttpClient.newHttpClient()) {
            return once.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError("no answer to " + method + " " + path, e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    private InputStream open(String batch) throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = http.send(
                HttpRequest.newBuilder(proxy.resolve("/batch"))
                        .POST(BodyPublishers.ofString(batch))
                        .build(),
                BodyHandlers.ofInputStream());
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/x-ndjson");
        return answer.body();
    }

    private BufferedReader stream(String batch) throws IOException, InterruptedException {
        return new BufferedReader(new InputStreamReader(open(batch), StandardCharsets.UTF_8));
    }

    private static String next(BufferedReader lines) throws IOException {
        String line = lines.readLine();
        assertThat(line).as("a further line").isNotNull();
        return line;
    }

    private JsonNode metrics() {
        return RunningGateway.JSON.readTree(send("GET", "/metrics", "").body());
    }

    private static void refused(int status, String type, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(RunningGateway.JSON.readTree(answer.body()).at("/error/type").asString())
                .isEqualTo(type);
    }
}
