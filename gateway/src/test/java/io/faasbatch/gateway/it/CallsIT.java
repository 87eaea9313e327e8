package io.faasbatch.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Asynchronous calls from their acceptance to their end, also when the program is killed between. */
@Timeout(600)
final class CallsIT {

    private static final String SECRET = "topsecret";
    private static final Duration LONG = Duration.ofMinutes(2);

    /** Fails, or sleeps, in its first attempt only. */
    private static final byte[] FIRST = FunctionZip.python("first", "timeout: 120s\n", """
            import time
            def handle(input, context):
                if context.attempt == 1 and input == 'raise':
                    raise ValueError('the first attempt')
                if context.attempt == 1 and input == 'sleep':
                    print('asleep', flush=True)
                    time.sleep(100)
                if input == 'always':
                    raise ValueError('never mind the attempt')
                return context.attempt
            """);

    private record Callback(String signature, String key, String body) {}

    @TempDir
    Path home;

    private final BlockingQueue<Callback> callbacks = new LinkedBlockingQueue<>();

    @Test
    void callsAreRetriedRedrivenAnnouncedAndRunAgainAfterAKill() throws Exception {
        HttpServer receiver = receiver();
        int redisPort = RunningGateway.freePort();
        Map<String, String> settings = Map.of(
                "FAASBATCH_CALLBACK_HOSTS",
                "127.0.0.1:" + receiver.getAddress().getPort(),
                "FAASBATCH_CALLBACK_SECRET",
                SECRET);
        String cutOff;
        try {
            RunningGateway first = RunningGateway.start(home, redisPort, settings);
            try {
                first.deploy("first", FIRST);
                deadLetters(first);
                callback(first, "http://127.0.0.1:" + receiver.getAddress().getPort() + "/done");
                cutOff = accepted(first, "sleep", "Idempotency-Key", "cut-off");
                RunningGateway.await("the call to run", LONG, () -> isRunning(first));
            } finally {
                first.kill();
            }
            try (RunningGateway second = RunningGateway.start(home, redisPort, settings)) {
                JsonNode ended = awaitStatus(second, cutOff, "SUCCEEDED");
                assertThat(ended.get("output").asInt()).isEqualTo(2);
                assertThat(ended.get("attempt").asInt()).isEqualTo(2);
                assertThat(accepted(second, "sleep", "Idempotency-Key", "cut-off"))
                        .isEqualTo(cutOff);
            }
        } finally {
            receiver.stop(0);
        }
    }

    private static void deadLetters(RunningGateway gateway) {
        String id = accepted(gateway, "raise");
        awaitStatus(gateway, id, "FAILED");
        String path = "/v1/dead-letters/" + id;
        JsonNode shown = RunningGateway.success(gateway.get(path));
        assertThat(shown.at("/error/type").asString()).isEqualTo("ValueError");
        assertThat(shown.get("input").asString()).isEqualTo("raise");
        assertThat(gateway.get("/v1/dead-letters?function=first").body()).contains(id);

        RunningGateway.success(gateway.post(path + "/redrive", ""));
        assertThat(awaitStatus(gateway, id, "SUCCEEDED").get("output").asInt()).isEqualTo(2);
        assertThat(gateway.get(path).statusCode()).isEqualTo(404);

        String hopeless = accepted(gateway, "always");
        awaitStatus(gateway, hopeless, "FAILED");
        HttpResponse<String> gone =
                gateway.send(gateway.request("DELETE", "/v1/dead-letters/" + hopeless, BodyPublishers.noBody()));
        assertThat(gone.statusCode()).isEqualTo(204);
        assertThat(gateway.get("/v1/dead-letters").body()).doesNotContain(hopeless);
        assertThat(gateway.get("/v1/invocations/" + hopeless).statusCode()).isEqualTo(200);
    }

    private void callback(RunningGateway gateway, String address) throws Exception {
        String id = accepted(gateway, "always", "Faasbatch-Callback", address);
        Callback one = callbacks.take();
        assertThat(one.key()).isEqualTo(id);
        JsonNode record = RunningGateway.JSON.readTree(one.body());
        assertThat(record.get("id").asString()).isEqualTo(id);
        assertThat(record.get("status").asString()).isEqualTo("FAILED");
        String time = one.signature().substring("t=".length(), one.signature().indexOf(','));
        assertThat(one.signature()).isEqualTo("t=" + time + ",v1=" + signature(time, one.body()));
        assertThat(gateway.post(
                                "/v1/functions/first/invocations",
                                "1",
                                "Prefer",
                                "respond-async",
                                "Faasbatch-Callback",
                                "http://127.0.0.2/")
                        .statusCode())
                .isEqualTo(422);
    }

    private static String signature(String time, String body) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        byte[] signed = (time + "." + body).getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(mac.doFinal(signed));
    }

    private HttpServer receiver() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/done", exchange -> {
            callbacks.add(new Callback(
                    exchange.getRequestHeaders().getFirst("Faasbatch-Signature"),
                    exchange.getRequestHeaders().getFirst("Idempotency-Key"),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    /** Its container counts it as one that runs. */
    private static boolean isRunning(RunningGateway gateway) {
        for (JsonNode container :
                RunningGateway.success(gateway.get("/v1/containers")).get("items")) {
            if (container.path("inFlight").asInt() > 0) {
                return true;
            }
        }
        return false;
    }

    private static String accepted(RunningGateway gateway, String input, String... headers) {
        List<String> all = new ArrayList<>(List.of("Prefer", "respond-async"));
        all.addAll(List.of(headers));
        HttpResponse<String> answer =
                gateway.post("/v1/functions/first/invocations", '"' + input + '"', all.toArray(String[]::new));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return RunningGateway.JSON.readTree(answer.body()).get("id").asString();
    }

    private static JsonNode awaitStatus(RunningGateway gateway, String id, String status) {
        String path = "/v1/invocations/" + id;
        RunningGateway.await(
                id + " to be " + status,
                LONG,
                () -> RunningGateway.success(gateway.get(path))
                        .get("status")
                        .asString()
                        .equals(status));
        return RunningGateway.success(gateway.get(path));
    }
}
