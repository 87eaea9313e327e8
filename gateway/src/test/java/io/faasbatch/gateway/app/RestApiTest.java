package io.faasbatch.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasbatch.engine.execution.Control;
import io.faasbatch.engine.execution.Execution;
import io.faasbatch.engine.execution.ExecutionStatus;
import io.faasbatch.engine.invocation.CompletedInvocation;
import io.faasbatch.gateway.api.OpenApiCheck;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Every kind of answer, from the real server over a real connection. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestApiTest {

    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 \\d+");

    private final GatewayServer gateway =
            new GatewayServer("--faasbatch.embedded-worker=always", "--faasbatch.max-package=128KiB");

    @BeforeAll
    void deployWhatIsCalled() throws Exception {
        for (String name : List.of("echo", "fail", "slow", "stopped", "busy", "full", "away", "hang")) {
            gateway.deploy(name);
        }
    }

    @AfterAll
    void stop() {
        gateway.close();
    }

    @Test
    void aNewFunctionIsCreatedAndASecondVersionIsOk() throws Exception {
        HttpResponse<String> first = gateway.put("/v1/functions/fresh", "application/zip", "one");
        HttpResponse<String> second = gateway.put("/v1/functions/fresh", "application/zip", "two");
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(first.headers().firstValue("Location")).contains("/v1/functions/fresh");
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(GatewayServer.json(second).get("timeout").intValue()).isEqualTo(30_000);
        assertThat(second.body()).contains("\"env\":[\"SECRET\"]").doesNotContain("value\"");
        assertThat(gateway.delete("/v1/functions/fresh").statusCode()).isEqualTo(204);
        assertThat(gateway.delete("/v1/functions/fresh").statusCode()).isEqualTo(404);
        assertThat(gateway.get("/v1/functions/fresh").statusCode()).isEqualTo(404);
    }

    @Test
    void everyFaultOfAPackageIsToldAtOnce() throws Exception {
        HttpResponse<String> response = gateway.put("/v1/functions/bad", "application/zip", "BAD");
        problem(response, 422, "invalid-definition");
        assertThat(GatewayServer.json(response).get("faults")).hasSize(2);
        assertThat(GatewayServer.json(response).at("/faults/1/line").intValue()).isEqualTo(5);
        problem(gateway.put("/v1/functions/Not_A_Name", "application/zip", "x"), 422, "invalid-definition");
    }

    @Test
    void theUnforeseenIsA500ThatKeepsItsSecretsAndHasAnId() throws Exception {
        HttpResponse<String> response = gateway.put("/v1/functions/bad", "application/zip", "BROKEN");
        problem(response, 500, "internal");
        assertThat(response.body()).doesNotContain("secret internals");
        assertThat(GatewayServer.json(response).get("errorId").stringValue()).hasSize(16);
    }

    @Test
    void aCallIsAnsweredWithItsInvocation() throws Exception {
        HttpResponse<String> response = gateway.post("/v1/functions/echo/invocations", "{\"a\":[1,2.50,null]}");
        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode invocation = GatewayServer.json(response);
        assertThat(response.body()).contains("\"output\":{\"a\":[1,2.50,null]}");
        assertThat(invocation.at("/timings/coldStart").doubleValue()).isEqualTo(2);
        assertThat(invocation.at("/batch/size").intValue()).isEqualTo(7);
        assertThat(invocation.get("startedAt").stringValue()).isEqualTo("1970-01-01T00:00:00Z");
        String id = invocation.get("id").stringValue();
        assertThat(gateway.get("/v1/invocations/" + id).statusCode()).isEqualTo(200);
        HttpResponse<String> logs = gateway.get("/v1/invocations/" + id + "/logs");
        assertThat(logs.body()).isEqualTo("hello from " + id + "\n");
        assertThat(logs.headers().firstValue("Content-Type")).contains("text/plain;charset=UTF-8");
    }

    @Test
    void anEmptyBodyIsNull() throws Exception {
        HttpResponse<String> response = gateway.send(
                gateway.request("/v1/functions/echo/invocations").POST(HttpRequest.BodyPublishers.noBody()));
        assertThat(response.body()).contains("\"output\":null");
    }

    @ParameterizedTest
    @CsvSource({
        "fail, 502, function-error",
        "stopped, 502, invocation-cancelled",
        "slow, 504, function-timeout",
        "busy, 429, function-limit",
        "full, 503, worker-limit",
        "away, 503, worker-unavailable",
        "nobody, 404, unknown-function",
        "Not_A_Name, 404, unknown-function"
    })
    void aCallThatDoesNotEndWellSaysWhy(String function, int status, String kind) throws Exception {
        HttpResponse<String> response = gateway.post("/v1/functions/" + function + "/invocations", "{}");
        problem(response, status, kind);
        boolean again = status == 429 || status == 503;
        assertThat(response.headers().firstValue("Retry-After").isPresent()).isEqualTo(again);
    }

    @Test
    void aFunctionsOwnErrorComesWithTypeMessageStackAndId() throws Exception {
        JsonNode problem = GatewayServer.json(gateway.post("/v1/functions/fail/invocations", "1"));
        assertThat(problem.get("errorType").stringValue()).isEqualTo("ValueError");
        assertThat(problem.get("errorMessage").stringValue()).isEqualTo("no such word");
        assertThat(problem.get("stack").stringValue()).isEqualTo("line 3");
        assertThat(problem.get("invocationId").stringValue()).hasSize(32);
    }

    @Test
    void anAsynchronousCallIsAcceptedOncePerKey() throws Exception {
        String path = "/v1/functions/echo/invocations";
        HttpResponse<String> first = gateway.post(path, "1", "Prefer", "respond-async", "Idempotency-Key", "k1");
        HttpResponse<String> again = gateway.post(path, "1", "Prefer", "respond-async", "Idempotency-Key", "k1");
        assertThat(first.statusCode()).isEqualTo(202);
        assertThat(first.headers().firstValue("Location"))
                .isPresent()
                .isEqualTo(again.headers().firstValue("Location"));
        assertThat(GatewayServer.json(first).get("status").stringValue()).isEqualTo("PENDING");
        problem(
                gateway.post("/v1/functions/nobody/invocations", "1", "Prefer", "respond-async"),
                404,
                "unknown-function");
        problem(gateway.post(path, "1", "Idempotency-Key", "k".repeat(256)), 400, "bad-idempotency-key");
    }

    @Test
    void aSynchronousCallRunsOncePerKeyAlsoWhileItRuns() throws Exception {
        HttpRequest request = gateway.request("/v1/functions/hang/invocations")
                .headers("Content-Type", "application/json", "Idempotency-Key", "k2")
                .POST(HttpRequest.BodyPublishers.ofString("1"))
                .build();
        int before = gateway.memory.invoker.calls.get();
        var first = gateway.client().sendAsync(request, HttpResponse.BodyHandlers.ofString());
        CompletableFuture<CompletedInvocation> running = next();
        var second = gateway.client().sendAsync(request, HttpResponse.BodyHandlers.ofString());
        var third = gateway.post("/v1/functions/echo/invocations", "1", "Idempotency-Key", "k2");
        assertThat(third.statusCode()).isEqualTo(200);
        var echoed = gateway.memory.invoker.seen.get(
                GatewayServer.json(third).get("id").stringValue());
        assertThat(echoed).isNotNull();
        running.complete(ScriptedInvoker.done(
                        echoed, io.faasbatch.engine.invocation.InvocationStatus.SUCCEEDED, echoed.input(), null)
                .join());
        assertThat(first.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        assertThat(second.get(20, TimeUnit.SECONDS).statusCode()).isIn(200, 409);
        assertThat(gateway.memory.invoker.calls.get() - before).isEqualTo(2);
        assertThat(gateway.post("/v1/functions/echo/invocations", "7", "Idempotency-Key", "k2")
                        .body())
                .isEqualTo(third.body());
    }

    @Test
    void aClientThatGoesAwayCancelsItsCall() throws Exception {
        CompletableFuture<CompletedInvocation> running;
        try (Socket socket = open("POST /v1/functions/hang/invocations", "Content-Length: 2")) {
            socket.getOutputStream().write("{}".getBytes(StandardCharsets.UTF_8));
            running = next();
        }
        assertThat(running).failsWithin(java.time.Duration.ofSeconds(20));
        assertThat(running.isCancelled()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\": 1,\n  oops}", "[1,", "{} {}", "nul"})
    void malformedJsonIsRefusedWithItsPlace(String body) throws Exception {
        HttpResponse<String> response = gateway.post("/v1/functions/echo/invocations", body);
        problem(response, 400, "malformed-body");
        assertThat(GatewayServer.json(response).at("/faults/0/line").intValue()).isGreaterThanOrEqualTo(1);
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() throws Exception {
        byte[] latin = {'"', (byte) 0xe9, '"'};
        byte[] wide = "{}".getBytes(StandardCharsets.UTF_16BE);
        for (byte[] body : List.of(latin, wide)) {
            HttpResponse<String> response = gateway.send(gateway.request("/v1/functions/echo/invocations")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
            problem(response, 400, "malformed-body");
        }
        HttpResponse<String> workflow = gateway.send(gateway.request("/v1/workflows/w")
                .header("Content-Type", "application/yaml")
                .PUT(HttpRequest.BodyPublishers.ofByteArray(latin)));
        problem(workflow, 400, "malformed-body");
    }

    @Test
    void deeplyNestedJsonIsRefused() throws Exception {
        problem(gateway.post("/v1/functions/echo/invocations", "[".repeat(30_000)), 400, "malformed-body");
    }

    @Test
    void aBodyThatAnnouncesTooMuchIsRefusedBeforeItIsSent() throws Exception {
        try (Socket socket = open("POST /v1/functions/echo/invocations", "Content-Length: 99999999")) {
            assertThat(firstLine(socket)).isEqualTo("HTTP/1.1 413 Request Entity Too Large");
        }
    }

    @Test
    void aBodyOfSomeMebibytesTooMuchIsReadToItsEndSoThatNoAnswerIsLost() throws Exception {
        byte[] body = new byte[7 << 20];
        try (Socket socket = open("POST /v1/functions/echo/invocations", "Content-Length: " + body.length)) {
            socket.getOutputStream().write(body);
            String head = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .lines()
                    .takeWhile(line -> !line.isEmpty())
                    .collect(Collectors.joining("\n"));
            assertThat(head).startsWith("HTTP/1.1 413").doesNotContainIgnoringCase("connection: close");
        }
    }

    @Test
    void anEndlessChunkedBodyIsRefusedAtTheLimit() throws Exception {
        try (Socket socket = open("POST /v1/functions/echo/invocations", "Transfer-Encoding: chunked")) {
            byte[] chunk = ("1000\r\n" + "1".repeat(0x1000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            int sent = 0;
            try {
                for (; sent < 4_000; sent++) {
                    socket.getOutputStream().write(chunk);
                    if (socket.getInputStream().available() > 0) {
                        break;
                    }
                }
            } catch (IOException e) {
                assertThat(e).hasMessageMatching("(?i).*(reset|pipe|abort).*");
                return;
            }
            assertThat(sent).isLessThan(4_000);
            assertThat(firstLine(socket)).startsWith("HTTP/1.1 413");
        }
    }

    @Test
    void eachRouteHasItsOwnLimit() throws Exception {
        String between = "x".repeat(100 << 10);
        assertThat(gateway.put("/v1/functions/echo", "application/zip", between).statusCode())
                .isEqualTo(200);
        problem(gateway.put("/v1/functions/echo", "application/zip", between + between), 413, "body-too-large");
        problem(gateway.put("/v1/workflows/w", "application/yaml", between), 413, "body-too-large");
        problem(gateway.post("/v1/functions/echo/invocations", "\"" + between + "\""), 413, "body-too-large");
    }

    @Test
    void requestsThatDoNotFitAreToldWhatWould() throws Exception {
        HttpResponse<String> method = gateway.delete("/v1/workers");
        problem(method, 405, "wrong-method");
        assertThat(method.headers().firstValue("Allow")).contains("GET");
        problem(gateway.put("/v1/functions/echo", "text/plain", "x"), 415, "wrong-type");
        problem(gateway.put("/v1/functions/echo", "not a type", "x"), 415, "wrong-type");
        problem(gateway.send(gateway.request("/v1/workers").header("Accept", "image/png")), 406, "not-acceptable");
        problem(gateway.get("/v1/nothing"), 404, "unknown-path");
    }

    @Test
    void withoutTheKeyNothingIsAnsweredButHealth() throws Exception {
        for (String path : List.of("/v1/functions", "/actuator/prometheus", "/v3/api-docs", "/nothing")) {
            HttpResponse<String> response = gateway.send(
                    HttpRequest.newBuilder(gateway.request(path).build().uri()));
            problem(response, 401, "unauthorized");
            assertThat(response.headers().firstValue("WWW-Authenticate").orElse(""))
                    .startsWith("Bearer");
        }
        HttpRequest.Builder wrong = HttpRequest.newBuilder(
                        gateway.request("/v1/functions").build().uri())
                .header("Authorization", "Bearer " + GatewayServer.KEY + "x");
        problem(gateway.send(wrong), 401, "unauthorized");
        HttpResponse<String> health = gateway.send(HttpRequest.newBuilder(
                gateway.request("/actuator/health").build().uri()));
        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(health.body()).contains("\"redis\":{\"status\":\"UP\"}").doesNotContain("everysec");
        assertThat(gateway.get("/actuator/health").body()).contains("AOF everysec");
    }

    @Test
    void listsArePaged() throws Exception {
        JsonNode first = GatewayServer.json(gateway.get("/v1/functions?limit=2"));
        assertThat(first.get("items")).hasSize(2);
        String next = first.get("next").stringValue();
        JsonNode second = GatewayServer.json(gateway.get("/v1/functions?limit=1000&cursor=" + next));
        assertThat(second.get("next").isNull()).isTrue();
        JsonNode containers = GatewayServer.json(gateway.get("/v1/containers?limit=1"));
        assertThat(containers.at("/items/0/id").stringValue()).isEqualTo("c1");
        String more = "/v1/containers?cursor=" + containers.get("next").stringValue();
        assertThat(GatewayServer.json(gateway.get(more)).at("/items/0/id").stringValue())
                .isEqualTo("c2");
        assertThat(GatewayServer.json(gateway.get("/v1/workers"))
                        .at("/items/0/url")
                        .stringValue())
                .isEqualTo("embedded:");
        for (String limit : List.of("0", "1001", "-1", "ten")) {
            problem(gateway.get("/v1/functions?limit=" + limit), 400, "bad-limit");
        }
        problem(gateway.get("/v1/functions?cursor=bad"), 400, "bad-cursor");
        problem(gateway.get("/v1/containers?cursor=%2A"), 400, "bad-cursor");
    }

    @Test
    void aWorkflowIsDeployedShownStartedAndDeleted() throws Exception {
        assertThat(gateway.put("/v1/workflows/words", "application/yaml", "echo")
                        .statusCode())
                .isEqualTo(201);
        assertThat(gateway.put("/v1/workflows/words", "application/yaml", "echo\n")
                        .statusCode())
                .isEqualTo(200);
        problem(gateway.put("/v1/workflows/words", "application/yaml", "nobody"), 422, "invalid-definition");
        assertThat(GatewayServer.json(gateway.get("/v1/workflows/words"))
                        .get("definition")
                        .stringValue())
                .isEqualTo("echo\n");
        HttpResponse<String> started =
                gateway.post("/v1/workflows/words/executions", "{\"a\":1}", "Idempotency-Key", "e1");
        assertThat(started.statusCode()).isEqualTo(202);
        String location = started.headers().firstValue("Location").orElseThrow();
        assertThat(gateway.get(location).body())
                .contains("\"status\":\"PENDING\"")
                .contains("\"input\":{\"a\":1}");
        HttpResponse<String> same =
                gateway.post("/v1/workflows/words/executions", "{\"a\":1}", "Idempotency-Key", "e1");
        assertThat(same.headers().firstValue("Location")).contains(location);
        JsonNode list = GatewayServer.json(gateway.get("/v1/executions?workflow=words&status=PENDING"));
        assertThat(list.get("items")).isNotEmpty();
        assertThat(list.at("/items/0/input").isMissingNode()).isTrue();
        problem(gateway.get("/v1/executions?status=pending"), 400, "bad-status");
        problem(gateway.get("/v1/executions/none"), 404, "unknown-execution");
        problem(gateway.post("/v1/workflows/nothing/executions", "{}"), 404, "unknown-workflow");
        assertThat(gateway.delete("/v1/workflows/words").statusCode()).isEqualTo(204);
    }

    @Test
    void aClientCanWaitForTheEndOfAnExecution() throws Exception {
        gateway.put("/v1/workflows/waited", "application/yaml", "echo");
        HttpResponse<String> tooLong = gateway.post("/v1/workflows/waited/executions", "5", "Prefer", "wait=0");
        assertThat(tooLong.statusCode()).isEqualTo(202);
        gateway.memory.executions.onAccept = RestApiTest::succeeded;
        HttpResponse<String> ended = gateway.post("/v1/workflows/waited/executions", "5", "Prefer", "wait=30");
        gateway.memory.executions.onAccept = pending -> pending;
        assertThat(ended.statusCode()).isEqualTo(200);
        assertThat(GatewayServer.json(ended).get("output").intValue()).isEqualTo(5);
    }

    @Test
    void theDescriptionOfTheApiIsServedAsJson() throws Exception {
        assertThat(GatewayServer.json(gateway.get("/v3/api-docs"))
                        .get("openapi")
                        .stringValue())
                .startsWith("3.");
        OpenApiCheck.assertDescribes(
                gateway.context.getBean(GatewayConfiguration.Endpoints.class).all());
    }

    /** Sent without waiting for answers that come from this thread and from others, well and badly: each must be followed by the next. */
    @Test
    void aKeptConnectionGoesOnBeingRead() throws Exception {
        String round = head("GET /v1/functions?limit=1", "Accept: */*")
                + head("GET /v1/executions/some/events", "Last-Event-ID: not one")
                + head("GET /v1/functions?limit=0", "Accept: */*")
                + head("POST /v1/workflows/none/executions", "Content-Length: 1")
                + "{";
        int rounds = 50;
        try (Socket socket = open("GET /v1/functions?limit=1", "Accept: */*")) {
            socket.getOutputStream().write(round.repeat(rounds).getBytes(StandardCharsets.US_ASCII));

            Scanner answers = new Scanner(socket.getInputStream(), StandardCharsets.UTF_8);
            assertThat(answers.findWithinHorizon(STATUS, 0)).isEqualTo("HTTP/1.1 200");
            for (int i = 0; i < rounds; i++) {
                for (int status : List.of(200, 400, 400, 400)) {
                    assertThat(answers.findWithinHorizon(STATUS, 0)).isEqualTo("HTTP/1.1 " + status);
                }
            }
        }
    }

    @Test
    void metricsAreServed() throws Exception {
        assertThat(gateway.get("/actuator/prometheus").body()).contains("jvm_memory_used_bytes");
    }

    private static Execution succeeded(Execution pending) {
        Instant now = Instant.EPOCH;
        return new Execution(
                pending.id(),
                pending.workflow(),
                pending.version(),
                ExecutionStatus.SUCCEEDED,
                pending.input(),
                pending.input(),
                null,
                List.of(),
                now,
                now,
                now,
                now,
                Control.NONE,
                0);
    }

    private CompletableFuture<CompletedInvocation> next() throws InterruptedException {
        return java.util.Objects.requireNonNull(gateway.memory.invoker.hanging.poll(20, TimeUnit.SECONDS));
    }

    private Socket open(String request, String header) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port);
        socket.setSoTimeout(20_000);
        socket.getOutputStream().write(head(request, header).getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String head(String request, String header) {
        return request + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + GatewayServer.KEY + "\r\n" + header
                + "\r\n\r\n";
    }

    private static String firstLine(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        InputStream in = socket.getInputStream();
        for (int c = in.read(); c != '\r' && c >= 0; c = in.read()) {
            line.append((char) c);
        }
        return line.toString();
    }

    private static void problem(HttpResponse<String> response, int status, String kind) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonNode problem = GatewayServer.json(response);
        assertThat(problem.get("type").stringValue()).isEqualTo("urn:faasbatch:problem:" + kind);
        assertThat(problem.get("status").intValue()).isEqualTo(status);
        assertThat(problem.get("faults").isArray()).isTrue();
    }
}
