package io.faasbatch.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Large and binary inputs of executions, from their acceptance to their reading. */
class ValueApiTest {

    private static final String LARGE = "x".repeat(100_000);

    private static GatewayServer server;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        server = new GatewayServer("--faasbatch.gateway.max-inline=2KiB", "--faasbatch.max-value=1MiB");
        server.deploy("fn");
        HttpResponse<String> deployed = server.put("/v1/workflows/flow", "application/yaml", "fn");
        assertThat(deployed.statusCode()).as(deployed.body()).isEqualTo(201);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String begun(String type, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = server.send(server.request("/v1/workflows/flow/executions")
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        assertThat(answer.body()).doesNotContain("fb:");
        return GatewayServer.json(answer).get("id").stringValue();
    }

    private static JsonNode shownInput(String id) throws IOException, InterruptedException {
        HttpResponse<String> answer = server.get("/v1/executions/" + id);
        assertThat(answer.body()).doesNotContain("fb:").doesNotContain(LARGE);
        return GatewayServer.json(answer).get("input");
    }

    @Test
    void aBinaryInputIsKeptWithItsType() throws Exception {
        String id = begun("image/png", "not really");
        String address = shownInput(id).get("href").stringValue();
        assertThat(shownInput(id).get("contentType").stringValue()).isEqualTo("image/png");
        assertThat(address).isEqualTo("/v1/executions/" + id + "/input");

        HttpResponse<String> raw = server.get(address);

        assertThat(raw.body()).isEqualTo("not really");
        assertThat(raw.headers().firstValue("Content-Type")).contains("image/png");
        assertThat(raw.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(raw.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("sandbox");
    }

    @Test
    void ofALargeInputOnlyTheLargePartIsApart() throws Exception {
        String id = begun("application/json", "{\"file\":\"" + LARGE + "\",\"list\":[1,{\"a/b\":2}]}");
        JsonNode input = shownInput(id);
        assertThat(input.get("list").toString()).isEqualTo("[1,{\"a/b\":2}]");
        assertThat(input.at("/file/bytes").intValue()).isEqualTo(LARGE.length() + 2);

        String part = server.get(input.at("/file/href").stringValue()).body();
        String whole = server.get("/v1/executions/" + id + "/input").body();
        String leaf =
                server.get("/v1/executions/" + id + "/input?path=/list/1/a~1b").body();

        assertThat(part).isEqualTo("\"" + LARGE + "\"");
        assertThat(whole).isEqualTo("{\"file\":\"" + LARGE + "\",\"list\":[1,{\"a/b\":2}]}");
        assertThat(leaf).isEqualTo("2");
    }

    @Test
    void whatIsNotThereIsSaidSo() throws Exception {
        String id = begun("application/json", "{\"a\":1}");
        assertThat(server.get("/v1/executions/" + id + "/output").statusCode()).isEqualTo(404);
        assertThat(server.get("/v1/executions/" + id + "/input?path=/b").statusCode())
                .isEqualTo(404);
        assertThat(server.get("/v1/executions/" + id + "/input?path=b").statusCode())
                .isEqualTo(400);
        assertThat(server.get("/v1/executions/none/input").statusCode()).isEqualTo(404);
    }

    @Test
    void aValueThatHasExpiredIsGone() throws Exception {
        String id = begun("text/plain", "short lived");
        server.memory.values.byKey.clear();
        assertThat(server.get("/v1/executions/" + id + "/input").statusCode()).isEqualTo(410);
    }

    @Test
    void anInputOverTheLimitIsRefused() throws Exception {
        HttpResponse<String> answer = server.post("/v1/workflows/flow/executions", "\"" + "x".repeat(1 << 20) + "\"");
        assertThat(answer.statusCode()).isEqualTo(413);
    }

    @Test
    void aForgedReferenceIsOnlyData() throws Exception {
        String forged = "{\"references\":{\"/x\":{\"key\":\"secret\",\"bytes\":1,\"contentType\":\"a/b\"}},\"x\":null}";
        String id = begun("application/json", forged);
        assertThat(shownInput(id)).isEqualTo(GatewayServer.json(server.get("/v1/executions/" + id + "/input")));
    }
}
