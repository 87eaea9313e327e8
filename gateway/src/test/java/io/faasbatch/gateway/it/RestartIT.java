package io.faasbatch.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What was accepted ends, also when the program that accepted it is killed. */
final class RestartIT {

    private static final int EXECUTIONS = 20;
    private static final String WORKFLOW = """
            steps:
              first: {function: slow, input: '${ input }'}
              second: {function: slow, input: '${ steps.first.output }'}
            output: ${ steps.second.output }
            """;
    private static final byte[] SLOW = FunctionZip.python(
            "slow", "", "import time\ndef handle(input, context):\n    time.sleep(0.3)\n    return input + 1\n");

    @TempDir
    Path home;

    @Test
    void everythingAcceptedBeforeAKillEndsAfterTheNextStart() {
        int redisPort = RunningGateway.freePort();
        List<String> locations = new ArrayList<>();
        RunningGateway first = RunningGateway.start(home, redisPort, Map.of());
        try {
            first.deploy("slow", SLOW);
            RunningGateway.success(
                    first.put("/v1/workflows/twice", "application/yaml", BodyPublishers.ofString(WORKFLOW)));
            for (int i = 0; i < EXECUTIONS; i++) {
                locations.add(accepted(first.post("/v1/workflows/twice/executions", Integer.toString(i))));
            }
            for (int i = 0; i < EXECUTIONS; i++) {
                String path = "/v1/functions/slow/invocations";
                locations.add(accepted(first.post(path, Integer.toString(i + 1), "Prefer", "respond-async")));
            }
        } finally {
            first.kill();
        }

        try (RunningGateway second = RunningGateway.start(home, redisPort, Map.of())) {
            for (int i = 0; i < locations.size(); i++) {
                JsonNode ended = awaitEnd(second, locations.get(i));
                assertThat(ended.get("status").asString()).as(ended.toString()).isEqualTo("SUCCEEDED");
                assertThat(ended.get("output").asInt()).isEqualTo(i % EXECUTIONS + 2);
            }
        }
    }

    private static String accepted(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return answer.headers().firstValue("Location").orElseThrow();
    }

    private static JsonNode awaitEnd(RunningGateway gateway, String location) {
        RunningGateway.await(
                location + " to end",
                Duration.ofMinutes(2),
                () -> !List.of("PENDING", "RUNNING")
                        .contains(RunningGateway.success(gateway.get(location))
                                .get("status")
                                .asString()));
        return RunningGateway.success(gateway.get(location));
    }
}
