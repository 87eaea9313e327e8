package io.faasbatch.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasbatch.engine.execution.Control;
import io.faasbatch.engine.execution.Execution;
import io.faasbatch.engine.execution.ExecutionEvent;
import io.faasbatch.engine.execution.ExecutionId;
import io.faasbatch.engine.execution.ExecutionStatus;
import io.faasbatch.engine.execution.StepStatus;
import io.faasbatch.engine.workflow.Action;
import io.faasbatch.engine.workflow.Graph;
import io.faasbatch.gateway.Waiting;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Executions as they are seen and steered from outside. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExecutionApiTest {

    private static final String TEXT = "a graph with everything";

    private final GatewayServer gateway = new GatewayServer(
            "--faasbatch.embedded-worker=always",
            "--faasbatch.gateway.heartbeat=100ms",
            "--faasbatch.gateway.max-streams=3");

    @BeforeAll
    void deploy() throws Exception {
        InMemory.GRAPHS.put(
                TEXT,
                new Graph(
                        List.of(
                                ExecutionShapes.function("split", Set.of(), false),
                                ExecutionShapes.function("count", Set.of("split"), true),
                                ExecutionShapes.nested(
                                        "each",
                                        Set.of("count"),
                                        true,
                                        ExecutionShapes.function("left", Set.of(), false)),
                                ExecutionShapes.nested(
                                        "both",
                                        Set.of("count"),
                                        false,
                                        ExecutionShapes.function("right", Set.of(), false)),
                                ExecutionShapes.step(
                                        "route",
                                        new Action.Switch(List.of(new Action.Case(Optional.empty(), List.of("end")))),
                                        Set.of("both"),
                                        false),
                                ExecutionShapes.function("end", Set.of("route", "each"), false)),
                        Optional.empty()));
        assertThat(gateway.put("/v1/workflows/whole", "application/yaml", TEXT).statusCode())
                .isEqualTo(201);
    }

    @AfterAll
    void stop() {
        gateway.close();
    }

    @Test
    void aRunningExecutionIsPausedResumedAndCancelledAndAskingTwiceIsFine() throws Exception {
        String path = "/v1/executions/" + start();
        for (int i = 0; i < 2; i++) {
            JsonNode paused = accepted(path + "/pause");
            assertThat(paused.get("paused").booleanValue()).isTrue();
            assertThat(paused.has("pausedAt")).isTrue();
        }
        assertThat(accepted(path + "/resume").get("paused").booleanValue()).isFalse();
        assertThat(accepted(path + "/cancel").get("cancelRequested").booleanValue())
                .isTrue();
        assertThat(accepted(path + "/cancel").get("cancelRequested").booleanValue())
                .isTrue();
        assertThat(kind(gateway.post(path + "/rerun", ""), 409)).endsWith("execution-not-ended");
    }

    @Test
    void anEndedExecutionIsOnlyRunAgain() throws Exception {
        String id = start();
        end(id, ExecutionStatus.FAILED);
        for (String ask : List.of("cancel", "pause", "resume")) {
            assertThat(kind(gateway.post("/v1/executions/" + id + "/" + ask, ""), 409))
                    .endsWith("execution-ended");
        }
        assertThat(accepted("/v1/executions/" + id + "/rerun").get("status").stringValue())
                .isEqualTo("PENDING");
        end(id, ExecutionStatus.SUCCEEDED);
        assertThat(kind(gateway.post("/v1/executions/" + id + "/rerun", ""), 409))
                .endsWith("execution-succeeded");
        end(id, ExecutionStatus.CANCELLED);
        accepted("/v1/executions/" + id + "/cancel");
        for (String ask : List.of("cancel", "pause", "resume", "rerun")) {
            assertThat(kind(gateway.post("/v1/executions/none/" + ask, ""), 404))
                    .endsWith("unknown-execution");
        }
    }

    @Test
    void everyStepIsListedInTheOrderOfTheDefinition() throws Exception {
        String id = startWithSteps();
        JsonNode execution = GatewayServer.json(gateway.get("/v1/executions/" + id));
        assertThat(names(execution.get("steps")))
                .containsExactly(
                        "split", "count", "each", "each.1", "each.1.left", "both", "both.right", "route", "end");
        JsonNode count = execution.at("/steps/1");
        assertThat(count.get("invocations")).hasSize(2);
        assertThat(count.at("/invocations/1/id").stringValue()).isEqualTo(id + ":count.2");
        assertThat(count.at("/invocations/0/attempt").intValue()).isEqualTo(2);
        assertThat(count.get("elements").intValue()).isEqualTo(3);
        assertThat(execution.at("/steps/0/outputBytes").intValue()).isEqualTo(4);
        assertThat(execution.at("/steps/8/status").stringValue()).isEqualTo("PENDING");
        JsonNode brief = GatewayServer.json(gateway.get("/v1/executions/" + id + "?steps=none"));
        assertThat(brief.has("steps")).isFalse();
    }

    @Test
    void theInvocationOfAStepIsFoundWithItsOutput() throws Exception {
        String id = startWithSteps();
        JsonNode element = GatewayServer.json(gateway.get("/v1/invocations/" + id + ":count.2"));
        assertThat(element.get("output").intValue()).isEqualTo(4711);
        assertThat(element.get("step").stringValue()).isEqualTo("count.2");
        assertThat(gateway.get("/v1/invocations/" + id + ":count.1").statusCode())
                .isEqualTo(404);
        assertThat(gateway.get("/v1/invocations/" + id + ":").statusCode()).isEqualTo(404);
        assertThat(gateway.get("/v1/invocations/" + id + ":split/logs").statusCode())
                .isEqualTo(200);
    }

    @Test
    void aWaitingClientIsToldOfTheEnd() throws Exception {
        HttpRequest request = gateway.request("/v1/workflows/whole/executions")
                .headers("Content-Type", "application/json", "Prefer", "wait=60")
                .POST(HttpRequest.BodyPublishers.ofString("77"))
                .build();
        var answer = gateway.client().sendAsync(request, HttpResponse.BodyHandlers.ofString());
        Execution accepted = null;
        while (accepted == null) {
            accepted = gateway.memory.executions.all.values().stream()
                    .filter(one -> one.input().asInt() == 77)
                    .findFirst()
                    .orElse(null);
            Thread.onSpinWait();
        }
        end(accepted.id(), ExecutionStatus.SUCCEEDED);
        assertThat(answer.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }

    @Test
    void eventsAreStreamedUntilTheEndAndCanBeResumed() throws Exception {
        String id = start();
        happened(id, ExecutionStatus.RUNNING, "1");
        HttpResponse<InputStream> stream = open(id, Optional.empty());
        assertThat(stream.headers().firstValue("Content-Type")).contains("text/event-stream");
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            assertThat(next(lines, "id: ")).isEqualTo("1");
            assertThat(next(lines, "data: ")).contains("RUNNING");
            happened(id, ExecutionStatus.SUCCEEDED, "2");
            assertThat(next(lines, "id: ")).isEqualTo("2");
            assertThat(next(lines, "event: ")).isEqualTo("execution");
            assertThat(next(lines, "event: ")).isEqualTo("end");
            assertThat(lines.lines().toList()).containsExactly("data: {\"status\":\"SUCCEEDED\"}", "");
        }
        try (InputStream rest = open(id, Optional.of("1")).body()) {
            assertThat(new String(rest.readAllBytes(), StandardCharsets.UTF_8))
                    .doesNotContain("id: 1\n")
                    .contains("id: 2\n")
                    .endsWith("event: end\ndata: {\"status\":\"SUCCEEDED\"}\n\n");
        }
        // A client reads the end of a stream a moment before the server has put it away.
        Waiting.until(
                "the streams to be put away",
                Duration.ofSeconds(30),
                () -> gateway.memory
                        .executions
                        .watchers
                        .getOrDefault(new ExecutionId(id), List.of())
                        .isEmpty());
    }

    @Test
    void aSilentStreamHasHeartbeatsSurvivesAnOutageAndMoreThanTheLimitAreRefused() throws Exception {
        String id = start();
        HttpResponse<InputStream> first = open(id, Optional.empty());
        HttpResponse<InputStream> second = open(id, Optional.empty());
        HttpResponse<InputStream> third = open(id, Optional.empty());
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(first.body(), StandardCharsets.UTF_8));
                InputStream other = second.body();
                InputStream last = third.body()) {
            assertThat(other.read()).isEqualTo(':');
            assertThat(last.read()).isEqualTo(':');
            for (int beats = 0; beats < 3; beats++) {
                assertThat(next(lines, ":")).isEmpty();
            }
            HttpResponse<String> fourth = gateway.get("/v1/executions/" + id + "/events");
            assertThat(kind(fourth, 503)).endsWith("too-many-streams");
            assertThat(fourth.headers().firstValue("Retry-After")).isPresent();
            gateway.memory.redisAway = true;
            for (int beats = 0; beats < 3; beats++) {
                assertThat(next(lines, ":")).isEmpty();
            }
            gateway.memory.redisAway = false;
            happened(id, ExecutionStatus.SUCCEEDED, "1");
            assertThat(next(lines, "event: ")).isEqualTo("execution");
            assertThat(next(lines, "event: ")).isEqualTo("end");
        } finally {
            gateway.memory.redisAway = false;
        }
    }

    @Test
    void eventsThatCannotBeAreRefused() throws Exception {
        assertThat(kind(gateway.get("/v1/executions/none/events"), 404)).endsWith("unknown-execution");
        HttpRequest.Builder bad =
                gateway.request("/v1/executions/" + start() + "/events").header("Last-Event-ID", "not one");
        assertThat(kind(gateway.send(bad), 400)).endsWith("bad-event-id");
    }

    @Test
    void theGraphIsAnsweredInTheLanguageThatIsAskedFor() throws Exception {
        String path = "/v1/workflows/whole/graph";
        JsonNode graph = GatewayServer.json(gateway.get(path));
        assertThat(names(graph.get("steps"))).contains("split", "each", "route");
        assertThat(graph.at("/steps/2/graph/steps/0/path").stringValue()).isEqualTo("each.left");
        assertThat(graph.get("edges").toString()).contains("{\"from\":\"route\",\"to\":\"end\",\"kind\":\"switch\"}");
        HttpResponse<String> svg = gateway.send(gateway.request(path).header("Accept", "image/svg+xml"));
        assertThat(svg.headers().firstValue("Content-Type")).contains("image/svg+xml;charset=UTF-8");
        assertThat(svg.body()).startsWith("<svg ");
        assertThat(gateway.get(path + "?format=svg").body()).isEqualTo(svg.body());
        assertThat(gateway.get(path + "?format=mermaid").body()).startsWith("flowchart");
        assertThat(gateway.get(path + "?format=dot").body()).startsWith("digraph");
        assertThat(kind(gateway.get(path + "?format=png"), 400)).endsWith("bad-format");
        assertThat(kind(gateway.send(gateway.request(path).header("Accept", "image/png")), 406))
                .endsWith("not-acceptable");
        assertThat(kind(gateway.get("/v1/workflows/nothing/graph"), 404)).endsWith("unknown-workflow");
        assertThat(gateway.get("/v1/executions/" + startWithSteps() + "/graph?format=svg")
                        .body())
                .contains("class=\"b SUCCEEDED\"");
    }

    @Test
    void schemasAndAdviceAreServed() throws Exception {
        assertThat(GatewayServer.json(gateway.get("/v1/schemas/workflow"))
                        .get("title")
                        .stringValue())
                .isEqualTo("Workflow");
        assertThat(gateway.get("/v1/schemas/function").statusCode()).isEqualTo(200);
        JsonNode doctor = GatewayServer.json(gateway.get("/actuator/health")).at("/components/doctor");
        assertThat(doctor.get("status").stringValue()).isEqualTo("UP");
        assertThat(doctor.at("/details/findings/0/ok").booleanValue()).isFalse();
    }

    private String start() throws Exception {
        return GatewayServer.json(gateway.post("/v1/workflows/whole/executions", "1"))
                .get("id")
                .stringValue();
    }

    private String startWithSteps() throws Exception {
        String id = start();
        Execution before = Objects.requireNonNull(gateway.memory.executions.all.get(id));
        gateway.memory.executions.set(ExecutionShapes.with(
                before,
                ExecutionStatus.RUNNING,
                Control.NONE,
                List.of(
                        ExecutionShapes.record(id, "each.1.left", StepStatus.SUCCEEDED, null),
                        ExecutionShapes.record(id, "count.2", StepStatus.SUCCEEDED, null),
                        ExecutionShapes.record(id, "count.0", StepStatus.SUCCEEDED, null),
                        ExecutionShapes.record(id, "count.1", StepStatus.RUNNING, null),
                        ExecutionShapes.record(id, "count", StepStatus.RUNNING, 3),
                        ExecutionShapes.record(id, "each", StepStatus.RUNNING, 2),
                        ExecutionShapes.record(id, "split", StepStatus.SUCCEEDED, null))));
        return id;
    }

    private void end(String id, ExecutionStatus status) {
        Execution before = Objects.requireNonNull(gateway.memory.executions.all.get(id));
        gateway.memory.executions.set(ExecutionShapes.with(before, status, Control.NONE));
    }

    private void happened(String id, ExecutionStatus status, String event) {
        Execution before = Objects.requireNonNull(gateway.memory.executions.all.get(id));
        JsonNode data = JsonNodeFactory.instance.objectNode().put("status", status.name());
        gateway.memory.executions.set(
                ExecutionShapes.with(before, status, Control.NONE), new ExecutionEvent(event, "execution", data));
    }

    private HttpResponse<InputStream> open(String id, Optional<String> after) throws Exception {
        HttpRequest.Builder request = gateway.request("/v1/executions/" + id + "/events");
        after.ifPresent(last -> request.header("Last-Event-ID", last));
        return gateway.client().send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    private static String next(BufferedReader lines, String prefix) throws Exception {
        String line = lines.readLine();
        while (line != null && !line.startsWith(prefix)) {
            line = lines.readLine();
        }
        return line == null ? "nothing came" : line.substring(prefix.length());
    }

    private JsonNode accepted(String path) throws Exception {
        HttpResponse<String> response = gateway.post(path, "");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
        return GatewayServer.json(response);
    }

    private static String kind(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return GatewayServer.json(response).get("type").stringValue();
    }

    private static List<String> names(JsonNode steps) {
        return StreamSupport.stream(steps.spliterator(), false)
                .map(step -> step.get("name").stringValue())
                .toList();
    }
}
