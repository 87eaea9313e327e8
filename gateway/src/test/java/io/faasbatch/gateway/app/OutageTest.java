package io.faasbatch.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutageTest {

    @Test
    void whileRedisIsAwayStoredThingsAre503AndHealthIsDown() throws Exception {
        try (GatewayServer gateway = new GatewayServer("--faasbatch.gateway.definition-age=60s")) {
            gateway.deploy("echo");
            assertThat(gateway.post("/v1/functions/echo/invocations", "1").statusCode())
                    .isEqualTo(200);
            gateway.memory.redisAway = true;
            HttpResponse<String> list = gateway.get("/v1/functions");
            assertThat(list.statusCode()).isEqualTo(503);
            assertThat(list.headers().firstValue("Retry-After")).isPresent();
            assertThat(list.body()).doesNotContain("IllegalState");
            assertThat(gateway.get("/actuator/health").statusCode()).isEqualTo(503);
            assertThat(gateway.post("/v1/functions/echo/invocations", "1").statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void whileRedisIsAwayEverythingAboutExecutionsIs503() throws Exception {
        try (GatewayServer gateway = new GatewayServer()) {
            gateway.memory.redisAway = true;
            for (String path : List.of(
                    "/v1/executions/x",
                    "/v1/executions/x/events",
                    "/v1/executions/x/graph",
                    "/v1/workflows/x/graph",
                    "/v1/workflows/x/graph?version=1&format=svg",
                    "/v1/invocations/x:y")) {
                away(gateway.get(path));
            }
            for (String ask : List.of("cancel", "pause", "resume", "rerun")) {
                away(gateway.post("/v1/executions/x/" + ask, ""));
            }
        }
    }

    private static void away(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.uri().getPath()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void manyCallsOfOneFunctionAskForItsDefinitionOnce() throws Exception {
        try (GatewayServer gateway = new GatewayServer("--faasbatch.gateway.definition-age=60s")) {
            gateway.deploy("echo");
            int before = gateway.memory.functions.finds.get();
            for (int i = 0; i < 10; i++) {
                assertThat(gateway.post("/v1/functions/echo/invocations", "1").statusCode())
                        .isEqualTo(200);
            }
            assertThat(gateway.memory.functions.finds.get() - before).isEqualTo(1);
            gateway.delete("/v1/functions/echo");
            assertThat(gateway.post("/v1/functions/echo/invocations", "1").statusCode())
                    .isEqualTo(404);
        }
    }
}
