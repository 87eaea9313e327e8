package io.faasbatch.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** How workers dispatch, looked at and changed while they run. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DispatchApiTest {

    private final GatewayServer gateway = new GatewayServer();

    @AfterAll
    void stop() {
        gateway.close();
    }

    @Test
    void aChoiceIsTakenByTheWorkerAndShown() throws Exception {
        HttpResponse<String> chosen =
                choose("{\"strategy\":\"vanilla\",\"dispatchInterval\":\"50ms\",\"latencyTarget\":\"1.5s\"}");

        assertThat(chosen.statusCode()).as(chosen.body()).isEqualTo(200);
        JsonNode dispatch = GatewayServer.json(gateway.get("/v1/dispatch")).at("/workers/0/dispatch");
        assertThat(dispatch.get("strategy").stringValue()).isEqualTo("vanilla");
        assertThat(dispatch.get("dispatchInterval").stringValue()).isEqualTo("50ms");
        assertThat(dispatch.get("latencyTarget").stringValue()).isEqualTo("1500ms");
    }

    @Test
    void aTargetThatIsLeftOutIsGone() throws Exception {
        choose("{\"strategy\":\"vanilla\",\"dispatchInterval\":\"50ms\",\"latencyTarget\":\"1s\"}");
        HttpResponse<String> without = choose("{\"strategy\":\"faasbatch\",\"dispatchInterval\":\"0s\"}");

        assertThat(GatewayServer.json(without)
                        .at("/workers/0/dispatch/latencyTarget")
                        .isMissingNode())
                .isTrue();
    }

    @Test
    void anUnknownStrategyIsRefusedWithTheKnownNames() throws Exception {
        HttpResponse<String> refused = choose("{\"strategy\":\"best\",\"dispatchInterval\":\"200ms\"}");

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(GatewayServer.json(refused).at("/faults/0/message").stringValue())
                .contains("faasbatch", "vanilla");
    }

    @Test
    void everyFaultOfAChoiceIsNamed() throws Exception {
        HttpResponse<String> refused = choose("{\"dispatchInterval\":\"2 minutes\",\"latencyTarget\":\"0s\"}");

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(GatewayServer.json(refused)
                        .get("faults")
                        .valueStream()
                        .map(fault -> fault.get("path").stringValue()))
                .containsExactly("strategy", "dispatchInterval", "latencyTarget");
        assertThat(choose("{").statusCode()).isEqualTo(400);
    }

    @Test
    void idleContainersAreRemovedAndTheRestIsCounted() throws Exception {
        HttpResponse<String> cleared = gateway.delete("/v1/containers");

        assertThat(cleared.statusCode()).as(cleared.body()).isEqualTo(200);
        assertThat(GatewayServer.json(cleared).get("removed").intValue()).isEqualTo(1);
        assertThat(GatewayServer.json(cleared).get("left").intValue()).isEqualTo(2);
        assertThat(gateway.delete("/v1/containers?all=maybe").statusCode()).isEqualTo(400);
    }

    private HttpResponse<String> choose(String body) throws Exception {
        return gateway.put("/v1/dispatch", "application/json", body);
    }
}
