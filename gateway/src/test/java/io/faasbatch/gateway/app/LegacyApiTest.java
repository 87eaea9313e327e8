package io.faasbatch.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** The original gateway's paths, as its clients use them: without a key. */
class LegacyApiTest {

    @Test
    void thePathsAreNotThereUnlessAskedFor() throws IOException, InterruptedException {
        try (GatewayServer server = new GatewayServer()) {
            assertThat(post(server, "/run", "{}").statusCode()).isEqualTo(401);
            assertThat(server.post("/run", "{}").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void containersAreClearedWithoutAKeyAndOtherPathsStayClosed() throws IOException, InterruptedException {
        try (GatewayServer server = new GatewayServer("--faasbatch.legacy-api=loopback")) {
            HttpResponse<String> cleared = post(server, "/clear_container", "{\"workflow\":\"w\"}");

            assertThat(cleared.statusCode()).as(cleared.body()).isEqualTo(200);
            assertThat(GatewayServer.json(cleared).get("status").asString()).isEqualTo("ok");
            assertThat(post(server, "/v1/functions/echo/invocations", "{}").statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void whatIsNotThereHasNoLatency() throws IOException, InterruptedException {
        try (GatewayServer server = new GatewayServer("--faasbatch.legacy-api=loopback")) {
            HttpResponse<String> unknown = post(server, "/run", "{\"workflow\":\"gone_1\",\"request_id\":\"r\"}");

            assertThat(unknown.statusCode()).as(unknown.body()).isEqualTo(404);
            assertThat(GatewayServer.json(unknown).has("latency")).isFalse();
            assertThat(post(server, "/run", "{\"workflow\":1}").statusCode()).isEqualTo(400);
        }
    }

    private static HttpResponse<String> post(GatewayServer server, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port + path))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return server.client().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
