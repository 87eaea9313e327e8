package io.faasbatch.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasbatch.engine.worker.DeadLetter;
import io.faasbatch.protocol.ErrorDetail;
import java.net.http.HttpResponse;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** Dead letters, callbacks and cancel of asynchronous calls, from the real server over a real connection. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CallApiTest {

    private static final String CALLS = "/v1/functions/echo/invocations";

    private final GatewayServer gateway = new GatewayServer(
            "--faasbatch.embedded-worker=always",
            "--faasbatch.callback-hosts=hooks.example.com",
            "--faasbatch.callback-secret=topsecret");

    @BeforeAll
    void deployWhatIsCalled() throws Exception {
        gateway.deploy("echo");
    }

    @AfterAll
    void stop() {
        gateway.close();
    }

    @Test
    void aCallbackToAnAllowedHostIsAccepted() throws Exception {
        HttpResponse<String> answer = gateway.post(
                CALLS, "1", "Prefer", "respond-async", "Faasbatch-Callback", "https://hooks.example.com/done");
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(GatewayServer.json(answer).get("status").stringValue()).isEqualTo("PENDING");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://hooks.example.com/",
                "https://elsewhere.example.com/",
                "https://user@hooks.example.com/",
                "https://169.254.169.254/latest",
                "not an address"
            })
    void aCallbackToAnyOtherHostIsRefused(String callback) throws Exception {
        problem(
                gateway.post(CALLS, "1", "Prefer", "respond-async", "Faasbatch-Callback", callback),
                422,
                "callback-not-allowed");
    }

    @Test
    void aCallbackGoesWithAnAsynchronousCallOnlyAndOnce() throws Exception {
        problem(gateway.post(CALLS, "1", "Faasbatch-Callback", "https://hooks.example.com/"), 400, "bad-callback");
        problem(
                gateway.post(
                        CALLS,
                        "1",
                        "Prefer",
                        "respond-async",
                        "Faasbatch-Callback",
                        "https://hooks.example.com/",
                        "Faasbatch-Callback",
                        "https://hooks.example.com/"),
                400,
                "bad-callback");
    }

    @Test
    void aPendingCallIsCancelledAndAnEndedOneIsNot() throws Exception {
        JsonNode pending = GatewayServer.json(gateway.post(CALLS, "1", "Prefer", "respond-async"));
        String path = "/v1/invocations/" + pending.get("id").stringValue();
        HttpResponse<String> asked = gateway.post(path + "/cancel", "");
        assertThat(asked.statusCode()).isEqualTo(202);
        assertThat(asked.headers().firstValue("Location")).contains(path);

        JsonNode ended = GatewayServer.json(gateway.post(CALLS, "1"));
        problem(
                gateway.post("/v1/invocations/" + ended.get("id").stringValue() + "/cancel", ""),
                409,
                "not-cancellable");
        problem(gateway.post("/v1/invocations/nobody/cancel", ""), 404, "unknown-invocation");
    }

    @Test
    void aDeadLetterIsListedShownRedrivenOnceOrDiscarded() throws Exception {
        letter("one");
        letter("two");
        JsonNode page = GatewayServer.json(gateway.get("/v1/dead-letters?function=echo&limit=10"));
        assertThat(page.get("items")).hasSize(2);
        JsonNode shown = GatewayServer.json(gateway.get("/v1/dead-letters/one"));
        assertThat(shown.get("kind").stringValue()).isEqualTo("call");
        assertThat(shown.at("/error/type").stringValue()).isEqualTo("ValueError");
        assertThat(shown.get("input").stringValue()).isEqualTo("word");

        HttpResponse<String> again = gateway.post("/v1/dead-letters/one/redrive", "");
        assertThat(again.statusCode()).isEqualTo(202);
        assertThat(again.headers().firstValue("Location")).contains("/v1/invocations/one");
        problem(gateway.post("/v1/dead-letters/one/redrive", ""), 404, "unknown-dead-letter");

        assertThat(gateway.delete("/v1/dead-letters/two").statusCode()).isEqualTo(204);
        problem(gateway.delete("/v1/dead-letters/two"), 404, "unknown-dead-letter");
        problem(gateway.get("/v1/dead-letters/two"), 404, "unknown-dead-letter");
    }

    @Test
    void aFilterThatIsNoFunctionsNameIsRefused() throws Exception {
        problem(gateway.get("/v1/dead-letters?function=Not_A_Name"), 400, "bad-function");
    }

    private void letter(String id) {
        gateway.memory.deadLetters.all.put(
                id,
                new DeadLetter(
                        id,
                        DeadLetter.Kind.CALL.text(),
                        "echo",
                        new ErrorDetail("ValueError", "wrong", null),
                        Instant.EPOCH,
                        null,
                        StringNode.valueOf("word")));
    }

    private static void problem(HttpResponse<String> response, int status, String kind) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(GatewayServer.json(response).get("type").stringValue()).isEqualTo("urn:faasbatch:problem:" + kind);
    }
}
