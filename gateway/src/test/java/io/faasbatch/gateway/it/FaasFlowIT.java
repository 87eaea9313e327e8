package io.faasbatch.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Published workflows of FaaSFlow and WfCommons, run with stand-ins on real containers. */
final class FaasFlowIT {

    private static final Path FILES =
            Path.of("..", "workflow-engine", "src", "test", "resources", "io", "faasbatch", "engine", "formats");
    private static final String SCALED = "?function=stand-in&runtimeScale=0.01&sizeScale=0.001";

    @TempDir
    static Path home;

    private static RunningGateway gateway;

    @BeforeAll
    static void deploy() throws IOException {
        gateway = RunningGateway.start(home, RunningGateway.freePort(), Map.of("FAASBATCH_LEGACY_API", "loopback"));
        gateway.deploy("stand-in", FunctionZip.example("stand-in"));
        deploy("wordcount", "faasflow/wordcount/flat_workflow.yaml");
        deploy("fileprocessing", "faasflow/fileprocessing/flat_workflow.yaml");
        deploy("example-switch", "faasflow/example-switch/flat_workflow.yaml");
        deploy("example-foreach", "faasflow/example-foreach/flat_workflow.yaml");
        deploy("genome", "faasflow/genome/flat_workflow.yaml");
        deploy("genome1000", "wfcommons/1000genome-chameleon-2ch-100k-001.json");
        deploy("montage", "wfcommons/montage-chameleon-2mass-005d-001.json");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource({"wordcount, 3", "fileprocessing, 4", "example-foreach, 3", "genome, 50", "genome1000, 52", "montage, 58"
    })
    void everyStepOfAPublishedWorkflowSucceeds(String workflow, int steps) {
        JsonNode execution = run(workflow, "{\"filename\":\"f\",\"count\":3}");

        assertThat(statuses(execution)).as(execution.toString()).containsExactly("SUCCEEDED");
        assertThat(execution.get("steps").size()).isEqualTo(steps);
    }

    /** The recorded workflow twenty times beside itself: 1,040 tasks. */
    @Test
    void aRecordedWorkflowOfAThousandTasksRunsToItsEnd() throws IOException {
        Path file = FILES.resolve("wfcommons/1000genome-chameleon-2ch-100k-001.json");
        ObjectNode copies = Copies.of((ObjectNode) RunningGateway.JSON.readTree(Files.readString(file)), 20);
        RunningGateway.success(gateway.put(
                "/v1/workflows/thousand?function=stand-in&runtimeScale=0.0001&sizeScale=0.0001",
                "application/json",
                BodyPublishers.ofString(copies.toString())));

        JsonNode execution = run("thousand", "{}");

        assertThat(execution.get("steps").size()).isEqualTo(1_040);
        assertThat(statuses(execution)).containsExactly("SUCCEEDED");
    }

    @Test
    void aForeachOfFaasFlowRunsOncePerKeyInOneBatch() {
        JsonNode execution = run("wordcount", "{}");

        assertThat(step(execution, "count").get("invocations").size()).isEqualTo(3);
        assertThat(execution.get("output").get("result").asString()).hasSize(325);
    }

    @ParameterizedTest
    @CsvSource({"1, 2, invalid, sub", "2, 1, sub, invalid"})
    void aSwitchOfFaasFlowSkipsTheOtherBranch(int input1, int input2, String taken, String skipped) {
        JsonNode execution = run("example-switch", "{\"input1\":%d,\"input2\":%d}".formatted(input1, input2));

        assertThat(step(execution, taken).get("status").asString()).isEqualTo("SUCCEEDED");
        assertThat(step(execution, skipped).get("status").asString()).isEqualTo("SKIPPED");
    }

    @Test
    void theOriginalClientsRequestsAreAnsweredAsTheyExpect() {
        JsonNode ran = original("/run", "{\"workflow\":\"wordcount\",\"request_id\":\"r1\"}");
        JsonNode cleared = original("/clear_container", "{\"workflow\":\"wordcount\"}");

        assertThat(ran.get("status").asString()).isEqualTo("ok");
        assertThat(ran.get("latency").asDouble()).isPositive();
        assertThat(cleared.get("status").asString()).isEqualTo("ok");
    }

    private static JsonNode original(String path, String body) {
        URI address = gateway.base().resolve(path);
        HttpResponse<String> answer = gateway.send(HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build());
        return RunningGateway.success(answer);
    }

    private static void deploy(String workflow, String file) throws IOException {
        String type = file.endsWith(".json") ? "application/json" : "application/yaml";
        RunningGateway.success(
                gateway.put("/v1/workflows/" + workflow + SCALED, type, BodyPublishers.ofFile(FILES.resolve(file))));
    }

    private static JsonNode run(String workflow, String input) {
        JsonNode execution = RunningGateway.success(
                gateway.post("/v1/workflows/" + workflow + "/executions", input, "Prefer", "wait=180"));
        assertThat(execution.get("status").asString()).as(execution.toString()).isEqualTo("SUCCEEDED");
        return execution;
    }

    private static Set<String> statuses(JsonNode execution) {
        Set<String> statuses = new HashSet<>();
        execution.get("steps").forEach(step -> statuses.add(step.get("status").asString()));
        return statuses;
    }

    private static JsonNode step(JsonNode execution, String name) {
        for (JsonNode step : execution.get("steps")) {
            if (step.get("name").asString().equals(name)) {
                return step;
            }
        }
        throw new AssertionError("no step " + name + " in " + execution);
    }
}
