package io.faasbatch.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What a client sees when something goes wrong. */
final class FailureIT {

    private static final String CODE = """
            import os, time
            def handle(input, context):
                if input == 'raise':
                    raise ValueError('not this one')
                if input == 'exit':
                    os._exit(3)
                if input == 'sleep':
                    time.sleep(60)
                return input
            """;

    @TempDir
    static Path home;

    private static int redisPort;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        redisPort = RunningGateway.freePort();
        gateway = RunningGateway.start(home, redisPort, Map.of());
        gateway.deploy("fickle", FunctionZip.python("fickle", "timeout: 8s\n", CODE));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void aFunctionsOwnErrorIsABadGatewayWithItsTypeAndMessage() {
        HttpResponse<String> answer = call("\"raise\"");

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        assertThat(answer.body()).contains("ValueError", "not this one");
    }

    @Test
    void aTimeoutIsAGatewayTimeout() {
        assertThat(call("\"sleep\"").statusCode()).isEqualTo(504);
    }

    @Test
    void oneBadInvocationHarmsNoneOfItsBatch() {
        List<String> inputs = List.of("\"a\"", "\"raise\"", "\"exit\"", "\"b\"", "\"sleep\"", "\"c\"");

        List<CompletableFuture<HttpResponse<String>>> calls = inputs.stream()
                .map(input -> gateway.postAsync("/v1/functions/fickle/invocations", input))
                .toList();

        assertThat(calls.stream().map(call -> call.join().statusCode())).containsExactly(200, 502, 502, 200, 504, 200);
    }

    @Test
    void unknownFunctionsAndWorkflowsAreNotFound() {
        assertThat(gateway.post("/v1/functions/nobody/invocations", "1").statusCode())
                .isEqualTo(404);
        assertThat(gateway.post("/v1/functions/nobody/invocations", "1", "Prefer", "respond-async")
                        .statusCode())
                .isEqualTo(404);
        assertThat(gateway.post("/v1/workflows/nobody/executions", "1").statusCode())
                .isEqualTo(404);
    }

    @Test
    void aBodyOverTheLimitIsRefused() {
        String large = "\"" + "x".repeat(7 << 20) + "\"";

        assertThat(call(large).statusCode()).isEqualTo(413);
    }

    @Test
    void everyFaultOfADefinitionIsReportedWithItsPlace() {
        String text = """
                steps:
                  first:
                    function: nobody
                    after: [second]
                  second:
                    function: fickle
                    after: [first]
                    input: ${ steps.third.output + }
                """;

        HttpResponse<String> answer =
                gateway.put("/v1/workflows/broken", "application/yaml", BodyPublishers.ofString(text));

        assertThat(answer.statusCode()).isEqualTo(422);
        JsonNode faults = RunningGateway.JSON.readTree(answer.body()).get("faults");
        assertThat(faults.size()).isGreaterThanOrEqualTo(3);
        for (JsonNode fault : faults) {
            assertThat(fault.get("line").asInt()).as(fault.toString()).isPositive();
            assertThat(fault.get("column").asInt()).as(fault.toString()).isPositive();
        }
    }

    @Test
    void withoutTheKeyNothingIsAnswered() throws Exception {
        var request = java.net.http.HttpRequest.newBuilder(gateway.base().resolve("/v1/functions"))
                .build();
        try (var client = java.net.http.HttpClient.newHttpClient()) {
            assertThat(client.send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void anAsynchronousCallIsAcceptedOnceAndEnds() {
        String path = "/v1/functions/fickle/invocations";
        HttpResponse<String> first = gateway.post(path, "\"a\"", "Prefer", "respond-async", "Idempotency-Key", "k1");
        HttpResponse<String> again = gateway.post(path, "\"a\"", "Prefer", "respond-async", "Idempotency-Key", "k1");

        assertThat(first.statusCode()).isEqualTo(202);
        Optional<String> location = first.headers().firstValue("Location");
        assertThat(location).isPresent().isEqualTo(again.headers().firstValue("Location"));
        RunningGateway.await(
                "the invocation to end",
                Duration.ofMinutes(1),
                () -> RunningGateway.success(gateway.get(location.orElseThrow()))
                        .get("status")
                        .asString()
                        .equals("SUCCEEDED"));
    }

    @Test
    void whileRedisIsDownCallersAreToldToComeAgainAndNothingIsLost() {
        gateway.put(
                "/v1/workflows/one",
                "application/yaml",
                BodyPublishers.ofString("steps:\n  only:\n    function: fickle\n    input: ${ input }\n"));
        HttpResponse<String> accepted = gateway.post("/v1/workflows/one/executions", "\"a\"");
        assertThat(accepted.statusCode()).isEqualTo(202);

        privateRedis().destroyForcibly();
        RunningGateway.await("a refusal or the restarted Redis", Duration.ofMinutes(1), () -> {
            HttpResponse<String> answer = gateway.post("/v1/workflows/one/executions", "\"b\"");
            if (answer.statusCode() == 503) {
                assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            } else {
                assertThat(answer.statusCode()).isEqualTo(202);
            }
            return answer.statusCode() == 202;
        });

        String location = accepted.headers().firstValue("Location").orElseThrow();
        RunningGateway.await(
                "the accepted execution to end",
                Duration.ofMinutes(1),
                () -> RunningGateway.success(gateway.get(location))
                        .get("status")
                        .asString()
                        .equals("SUCCEEDED"));
    }

    private static HttpResponse<String> call(String input) {
        return gateway.post("/v1/functions/fickle/invocations", input);
    }

    private static ProcessHandle privateRedis() {
        return gateway.process()
                .children()
                .filter(child -> child.info().command().orElse("").contains("redis"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no redis-server under the gateway"));
    }
}
