package io.faasbatch.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasbatch.engine.app.WorkerApplication;
import io.faasbatch.engine.invocation.CompletedInvocation;
import io.faasbatch.engine.worker.WorkerInfo;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** A gateway and a worker that speak HTTP with each other. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwoProgramsTest {

    private static final String TOKEN = "--faasbatch.cluster-token=the-test-token";

    private final ConfigurableApplicationContext worker = startWorker();
    private final InMemory atWorker = worker.getBean(InMemory.class);
    private final String workerUrl =
            "http://127.0.0.1:" + worker.getEnvironment().getRequiredProperty("local.server.port");
    private final GatewayServer gateway = new GatewayServer("--faasbatch.embedded-worker=never", TOKEN);

    private static ConfigurableApplicationContext startWorker() {
        SpringApplication application = new SpringApplication(WorkerApplication.class, InMemory.Beans.class);
        application.setBannerMode(Banner.Mode.OFF);
        return application.run("--faasbatch.worker.port=0", TOKEN);
    }

    @BeforeAll
    void introduceThem() throws Exception {
        for (String name : List.of("echo", "fail", "busy", "full", "away", "hang")) {
            gateway.deploy(name);
            atWorker.functions.versions.putAll(gateway.memory.functions.versions);
        }
        // Nothing listens on port 1: some functions belong there first, and go on to the one that answers.
        gateway.memory.registry.announce(info("dead", "http://127.0.0.1:1"), Duration.ofSeconds(9));
        gateway.memory.registry.announce(info("alive", workerUrl), Duration.ofSeconds(9));
        Instant limit = Instant.now().plusSeconds(30);
        while (!gateway.get("/v1/workers").body().contains("alive")
                && Instant.now().isBefore(limit)) {
            Thread.onSpinWait();
        }
    }

    @AfterAll
    void stop() {
        gateway.close();
        worker.close();
    }

    @Test
    void aCallTravelsToTheWorkerAndBack() throws Exception {
        HttpResponse<String> response = gateway.post("/v1/functions/echo/invocations", "{\"a\":2.50}");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.body()).contains("\"output\":{\"a\":2.50}").contains("\"size\":7");
        assertThat(gateway.post("/v1/functions/echo/invocations", "").body()).contains("\"output\":null");
    }

    @Test
    void refusalsAndFailuresKeepTheirMeaning() throws Exception {
        assertThat(gateway.post("/v1/functions/fail/invocations", "1").body()).contains("ValueError");
        HttpResponse<String> busy = gateway.post("/v1/functions/busy/invocations", "1");
        assertThat(busy.statusCode()).isEqualTo(429);
        assertThat(busy.headers().firstValue("Retry-After")).contains("2");
        assertThat(gateway.post("/v1/functions/full/invocations", "1").statusCode())
                .isEqualTo(503);
        assertThat(gateway.post("/v1/functions/away/invocations", "1").statusCode())
                .isEqualTo(503);
    }

    @Test
    void aClientThatGoesAwayCancelsTheCallOnTheWorker() throws Exception {
        HttpRequest request = gateway.request("/v1/functions/hang/invocations")
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        var call = gateway.client().sendAsync(request, HttpResponse.BodyHandlers.ofString());
        CompletableFuture<CompletedInvocation> running =
                Objects.requireNonNull(atWorker.invoker.hanging.poll(20, TimeUnit.SECONDS));
        assertThat(call.cancel(true)).isTrue();
        assertThat(running).failsWithin(Duration.ofSeconds(20));
        assertThat(running.isCancelled()).isTrue();
    }

    @Test
    void theWorkerAnswersNobodyWithoutTheToken() throws Exception {
        for (String path : List.of("/worker/v1/info", "/worker/v1/containers", "/actuator/prometheus")) {
            assertThat(ask(path, "x").statusCode()).isEqualTo(401);
            assertThat(ask(path, "the-test-token").statusCode()).isEqualTo(200);
        }
        assertThat(ask("/actuator/health", "x").body()).contains("UP").doesNotContain("everysec");
        assertThat(ask("/worker/v1/invocations", "the-test-token").statusCode()).isEqualTo(405);
    }

    @Test
    void containersAndHealthComeFromTheWorkersThatAnswer() throws Exception {
        assertThat(gateway.get("/v1/containers").body()).contains("c1");
        HttpResponse<String> health = gateway.get("/actuator/health");
        assertThat(health.body()).contains("1 of 2 known worker(s) answer");
        assertThat(health.statusCode()).isEqualTo(200);
    }

    @Test
    void aChoiceOfDispatchHasToReachEveryWorker() throws Exception {
        String choice = "{\"strategy\":\"vanilla\",\"dispatchInterval\":\"10ms\"}";

        assertThat(gateway.put("/v1/dispatch", "application/json", choice).statusCode())
                .isEqualTo(503);

        assertThat(ask("/worker/v1/dispatch", "the-test-token").body()).contains("vanilla", "10ms");
    }

    private HttpResponse<String> ask(String path, String token) throws Exception {
        return gateway.send(
                HttpRequest.newBuilder(URI.create(workerUrl + path)).header("Authorization", "Bearer " + token));
    }

    private static WorkerInfo info(String id, String url) {
        return new WorkerInfo(id, url, "docker", 2, 1, "test", Instant.EPOCH);
    }
}
