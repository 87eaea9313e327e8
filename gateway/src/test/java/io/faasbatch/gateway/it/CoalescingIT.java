package io.faasbatch.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Functions that ask a server of this machine for the same thing at the same time. */
final class CoalescingIT {

    private static final int CALLS = 20;
    private static final Duration LONG = Duration.ofMinutes(2);

    private static final String PYTHON = """
            def handle(input, context):
                answer = context.http.get(input, {"X-Tag": "t"})
                return [answer.status, answer.text()]
            """;

    private static final String NODE = """
            exports.handle = async (input, context) => {
              const answer = await context.http.get(input, { 'X-Tag': 't' });
              return [answer.status, answer.text()];
            };
            """;

    private static final String JAVA = """
            import io.faasbatch.api.Context;
            import io.faasbatch.api.Handler;
            import java.util.List;
            import java.util.Map;

            public class Main implements Handler<String, List<Object>> {
                @Override
                public List<Object> handle(String input, Context context) {
                    var answer = context.http().get(input, Map.of("X-Tag", "t"));
                    return List.of(answer.status(), answer.text());
                }
            }
            """;

    @TempDir
    static Path home;

    private static RunningGateway gateway;

    private final AtomicInteger requests = new AtomicInteger();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer server;

    @BeforeAll
    static void start() {
        gateway = RunningGateway.start(home, RunningGateway.freePort(), Map.of());
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void open() {
        gate.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        byte[] body = "from the host".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @ParameterizedTest
    @CsvSource({"python3,process", "python3,thread", "nodejs,process", "nodejs,thread", "java,thread"})
    void identicalGetsOfAContainerAreOneWhenTheFunctionAgrees(String runtime, String isolation) {
        String agrees = runtime + "-" + isolation + "-agrees";
        String refuses = runtime + "-" + isolation + "-refuses";
        deploy(agrees, runtime, isolation, true);
        deploy(refuses, runtime, isolation, false);

        List<CompletableFuture<HttpResponse<String>>> together = call(agrees);
        RunningGateway.await("every call to wait for the server", LONG, () -> asked(agrees) == CALLS);
        int containers = new Containers(gateway).metrics(agrees).size();
        RunningGateway.await("one request of each container to arrive", LONG, () -> requests.get() == containers);
        List<CompletableFuture<HttpResponse<String>>> apart = call(refuses);
        RunningGateway.await("the others to wait too", LONG, () -> requests.get() == containers + CALLS);
        gate.countDown();

        together.forEach(CoalescingIT::mustBeAnswered);
        apart.forEach(CoalescingIT::mustBeAnswered);
        assertThat(count(agrees, "reads")).isEqualTo(containers);
        assertThat(count(agrees, "coalesced")).isEqualTo(CALLS - containers);
        assertThat(count(refuses, "reads")).isEqualTo(CALLS);
        assertThat(requests).hasValue(containers + CALLS);
    }

    private void deploy(String name, String runtime, String isolation, boolean coalesce) {
        String settings =
                "isolation: %s\nmemory: 1GiB\nstrategy: faasbatch\ndispatchInterval: 500ms\ncoalesceHttp: %s\n"
                        .formatted(isolation, coalesce);
        gateway.deploy(
                name,
                switch (runtime) {
                    case "java" -> FunctionZip.java(name, settings, JAVA);
                    case "nodejs" -> FunctionZip.node(name, settings, NODE);
                    default -> FunctionZip.python(name, settings, PYTHON);
                });
    }

    private List<CompletableFuture<HttpResponse<String>>> call(String function) {
        String host =
                DockerCli.run("network", "inspect", "--format", "{{(index .IPAM.Config 0).Gateway}}", "faasbatch");
        String url = "http://" + host + ":" + server.getAddress().getPort() + "/thing";
        return IntStream.range(0, CALLS)
                .mapToObj(_ -> gateway.postAsync("/v1/functions/" + function + "/invocations", '"' + url + '"'))
                .toList();
    }

    private int asked(String function) {
        return count(function, "reads") + count(function, "coalesced");
    }

    private int count(String function, String counter) {
        return new Containers(gateway)
                .metrics(function).stream()
                        .mapToInt(metrics -> metrics.at("/http/" + counter).asInt())
                        .sum();
    }

    private static void mustBeAnswered(CompletableFuture<HttpResponse<String>> call) {
        JsonNode answer = RunningGateway.success(call.join());
        assertThat(answer.get("output").toString()).isEqualTo("[200,\"from the host\"]");
    }
}
