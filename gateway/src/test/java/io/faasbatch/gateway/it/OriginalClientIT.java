package io.faasbatch.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The requests of the evaluation client that the FaaSBatch artifact publishes (github.com/dscLabJNU/FaaSBatch, {@code test/ICDCS/dispatch_interval_sensitivity/run.py}),
 * byte for byte as that client writes them, on real containers. Names, workflows and the columns they come from are those of the artifact's generator.
 */
final class OriginalClientIT {

    private static final int REQUESTS_OF_EACH_KIND = 100;

    /** How long the original waits for an answer. */
    private static final Duration CLIENT_TIMEOUT = Duration.ofSeconds(100);

    private static final String APP = "azure_bench_app_00000117_%s";
    private static final List<String> FUNCTIONS = List.of("azure_func_00000407", "azure_func_00000410");

    /** Fails unless the input has what the original's functions read, and nothing else. */
    private static final String CODE = """
            def handle(input, context):
                kind = "duration" if "duration" in input else "aws_boto3"
                if set(input) != {"function_name", "input_n", kind}:
                    raise KeyError(str(sorted(input)))
                if kind == "aws_boto3":
                    wanted = {"aws_access_key_id", "aws_secret_access_key", "region_name", "bucket_name", "bucket_key", "read"}
                    if set(input[kind]) != wanted:
                        raise KeyError(str(sorted(input[kind])))
                return fibonacci(int(input["input_n"]))


            def fibonacci(n):
                return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)
            """;

    @TempDir
    static Path home;

    private static RunningGateway gateway;

    @BeforeAll
    static void deploy() {
        gateway = RunningGateway.start(home, RunningGateway.freePort(), Map.of("FAASBATCH_LEGACY_API", "loopback"));
        for (String kind : List.of("cpu_native", "io_optimize")) {
            for (String function : FUNCTIONS) {
                String name = (function + "_" + kind).replace('_', '-');
                gateway.deploy(name, FunctionZip.python(name, "isolation: thread\nmemory: 128MiB\n", CODE));
            }
            String name = APP.formatted(kind).replace('_', '-');
            RunningGateway.success(gateway.put(
                    "/v1/workflows/" + name, "application/yaml", BodyPublishers.ofString(flatWorkflow(kind))));
        }
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    /** As the artifact's generator writes one: a list of functions that have nothing to do with each other. */
    private static String flatWorkflow(String kind) {
        StringBuilder yaml = new StringBuilder("functions:\n");
        for (String function : FUNCTIONS) {
            yaml.append("""
                    - name: %1$s_%2$s
                      source: %1$s_%2$s
                      runtime: 1
                      scale: 3
                      mem_usage: 0.25
                    """.formatted(function, kind));
        }
        return yaml.toString();
    }

    @Test
    void twoHundredRequestsOfTheOriginalClientAreEachAnsweredOnceWithALatency() {
        SplittableRandom random = new SplittableRandom(5432);
        List<String> bodies = new ArrayList<>();
        for (int i = 0; i < REQUESTS_OF_EACH_KIND; i++) {
            bodies.add(computing(random));
            bodies.add(accessing(random));
        }

        List<JsonNode> answers;
        try (HttpClient http = HttpClient.newHttpClient()) {
            List<CompletableFuture<HttpResponse<String>>> sent =
                    bodies.stream().map(body -> post(http, body)).toList();
            answers = sent.stream()
                    .map(CompletableFuture::join)
                    .map(RunningGateway::success)
                    .toList();
        }

        assertThat(answers).hasSize(2 * REQUESTS_OF_EACH_KIND).allSatisfy(answer -> {
            assertThat(answer.get("status").asString()).isEqualTo("ok");
            assertThat(answer.get("latency").isNumber()).isTrue();
            assertThat(answer.get("latency").asDouble()).isBetween(0.0, (double) CLIENT_TIMEOUT.toSeconds());
        });
        assertThat(invocationsServed()).isEqualTo(2 * REQUESTS_OF_EACH_KIND);
    }

    private static long invocationsServed() {
        JsonNode containers = RunningGateway.success(gateway.get("/v1/containers?limit=1000"));
        return containers
                .get("items")
                .valueStream()
                .mapToLong(container -> container.get("invocations").asLong())
                .sum();
    }

    /** What the client sends for a row of the trace of invocations. */
    private static String computing(SplittableRandom random) {
        return """
                {"workflow": "%s", "request_id": "%s", "azure_data": {"function_name": "%s_cpu_native", "input_n": %d, "duration": %s}}\
                """.formatted(
                        APP.formatted("cpu_native"),
                        UUID.randomUUID(),
                        FUNCTIONS.get(random.nextInt(FUNCTIONS.size())),
                        random.nextInt(15, 22),
                        random.nextInt(1, 2000) / 1000.0);
    }

    /** What the client sends for a row of the trace of accesses to storage. */
    private static String accessing(SplittableRandom random) {
        int user = random.nextInt(4);
        int blob = random.nextInt(1000);
        return """
                {"workflow": "%1$s", "request_id": "%2$s", "azure_data": {"function_name": "%3$s_io_optimize", "input_n": %4$d, "aws_boto3": \
                {"aws_access_key_id": "%5$d_key_id", "aws_secret_access_key": "%5$d_access_key", "region_name": "%5$d_region", "bucket_name": "%6$d_name", \
                "bucket_key": "%6$d_key", "read": %7$s}}}\
                """.formatted(
                        APP.formatted("io_optimize"),
                        UUID.randomUUID(),
                        FUNCTIONS.get(random.nextInt(FUNCTIONS.size())),
                        random.nextInt(15, 22),
                        user,
                        blob,
                        random.nextBoolean());
    }

    /** Without a key, to the path the original's gateway has. */
    private static CompletableFuture<HttpResponse<String>> post(HttpClient http, String body) {
        HttpRequest request = HttpRequest.newBuilder(gateway.base().resolve("/run"))
                .timeout(CLIENT_TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        return http.sendAsync(request, BodyHandlers.ofString());
    }
}
