package io.faasbatch.experiments.api;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The REST API of the system under measurement, over connections that are kept alive. Thread-safe. */
public final class Gateway implements AutoCloseable {

    /** How long the answer of a call may take; later it counts as lost. */
    public static final Duration CALL_PATIENCE = Duration.ofMinutes(15);

    /** How long an execution may take; a gateway waits no longer unless it is told to. */
    private static final Duration EXECUTION_PATIENCE = Duration.ofMinutes(5);

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration WARM_POOL_PATIENCE = Duration.ofSeconds(20);
    /** Longer than the pause before a taken container is replaced, and the start of the next. */
    private static final Duration WARM_POOL_QUIET = Duration.ofSeconds(4);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
    private static final int CLEARING_ATTEMPTS = 10;
    private static final int SUCCESS = 2;
    private static final String COMPILING = "jvm_compilation_time_ms_total";
    private static final JsonMapper MAPPER = new JsonMapper();

    private final URI base;
    private final String key;
    private final HttpClient http;

    /** @param base such as {@code http://127.0.0.1:7000} */
    public Gateway(URI base, String key) {
        this.base = base;
        this.key = key;
        // A call is sent by the thread that asks for it: one handed to another is sent later. What is done with answers
        // is short.
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .executor(Runnable::run)
                .build();
    }

    /** What a worker is told of how to dispatch. */
    public record Dispatch(
            String strategy, Duration interval, @Nullable Duration latencyTarget) {

        /** Without a target. */
        public Dispatch(String strategy, Duration interval) {
            this(strategy, interval, null);
        }

        private Map<String, String> json() {
            Map<String, String> body = new LinkedHashMap<>();
            body.put("strategy", strategy);
            body.put("dispatchInterval", interval.toNanos() + "ns");
            if (latencyTarget != null) {
                body.put("latencyTarget", latencyTarget.toNanos() + "ns");
            }
            return body;
        }
    }

    public void deploy(String function, byte[] zip) throws IOException, InterruptedException {
        ask(request("/v1/functions/" + function)
                .header("Content-Type", "application/zip")
                .PUT(HttpRequest.BodyPublishers.ofByteArray(zip)));
    }

    /** @throws RefusedException when there is no such strategy; its message names those that are */
    public void choose(Dispatch dispatch) throws IOException, InterruptedException {
        ask(request("/v1/dispatch")
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofByteArray(MAPPER.writeValueAsBytes(dispatch.json()))));
    }

    /** The names of the strategies there are. */
    public List<String> strategies() throws IOException, InterruptedException {
        return ask(request("/v1/dispatch"))
                .get("strategies")
                .valueStream()
                .map(JsonNode::stringValue)
                .toList();
    }

    /** How each worker dispatches now, as the API tells it. */
    public JsonNode dispatch() throws IOException, InterruptedException {
        return ask(request("/v1/dispatch"));
    }

    /** What is counted and timed, in the format of Prometheus. */
    public String metrics() throws IOException, InterruptedException {
        return answer(request("/actuator/prometheus"));
    }

    /**
     * Removes all containers. Each request waits up to a minute for them; many containers need several.
     *
     * @throws ContainersLeftException when they do not go
     */
    public void clearContainers() throws IOException, InterruptedException {
        int left = 0;
        for (int attempt = 0; attempt < CLEARING_ATTEMPTS; attempt++) {
            left = ask(request("/v1/containers?all=true").DELETE()).get("left").intValue();
            if (left == 0) {
                return;
            }
        }
        throw new ContainersLeftException(left);
    }

    /** Waits until nothing is being added to the warm pool, so that what follows does not depend on what was before. */
    public void awaitWarmPool() throws IOException, InterruptedException {
        long end = System.nanoTime() + WARM_POOL_PATIENCE.toNanos();
        long since = System.nanoTime();
        long before = -1;
        while (System.nanoTime() - since < WARM_POOL_QUIET.toNanos() && System.nanoTime() - end < 0) {
            long now = containers().stream().filter(ContainerSeen::generic).count();
            if (now != before) {
                before = now;
                since = System.nanoTime();
            }
            Thread.sleep(LOOK_AGAIN);
        }
    }

    /** Whether it serves, and all that it needs. */
    public boolean isHealthy() throws InterruptedException {
        try {
            ask(request("/actuator/health"));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The ids of the workers that are there. */
    public List<String> workers() throws IOException, InterruptedException {
        return ask(request("/v1/workers"))
                .get("items")
                .valueStream()
                .map(worker -> worker.get("id").stringValue())
                .toList();
    }

    /** @param query options of an import, with their question mark; may be empty */
    public void deployWorkflow(String workflow, String query, String contentType, String definition)
            throws IOException, InterruptedException {
        ask(request("/v1/workflows/" + workflow + query)
                .header("Content-Type", contentType)
                .PUT(HttpRequest.BodyPublishers.ofString(definition)));
    }

    /** Runs a workflow and waits for its end. The future gives the answer as it came, whatever its status. */
    public CompletableFuture<Reply> execute(String workflow, String input) {
        HttpRequest request = request("/v1/workflows/" + workflow + "/executions")
                .timeout(CALL_PATIENCE)
                .header("Content-Type", "application/json")
                .header("Prefer", "wait=" + EXECUTION_PATIENCE.toSeconds())
                .POST(HttpRequest.BodyPublishers.ofString(input))
                .build();
        return send(request);
    }

    public List<ContainerSeen> containers() throws IOException, InterruptedException {
        List<ContainerSeen> all = new ArrayList<>();
        String cursor = "";
        while (true) {
            JsonNode page = ask(request("/v1/containers?generic=true&limit=1000" + cursor));
            page.get("items").valueStream().map(ContainerSeen::of).forEach(all::add);
            if (!page.hasNonNull("next")) {
                return all;
            }
            cursor = "&cursor=" + page.get("next").stringValue();
        }
    }

    /** What the metrics say now. */
    public DispatchSeen dispatching() throws IOException, InterruptedException {
        return DispatchSeen.of(metrics());
    }

    /** How long the compilers of the gateway's JVM have worked since its start, by the clock. */
    public Duration compiling() throws IOException, InterruptedException {
        double millis = Metric.value(metrics(), COMPILING).orElseThrow(() -> new IOException("no metric " + COMPILING));
        return Duration.ofMillis((long) millis);
    }

    /**
     * Calls a function. The future gives the answer as it came, whatever its status.
     *
     * @param sending told when there is a connection, the request's head is written, and its body is about to be: from here on it is in the hands of the kernel
     */
    public CompletableFuture<Reply> call(String function, String input, Runnable sending) {
        HttpRequest request = request(invocations(function))
                .timeout(CALL_PATIENCE)
                .header("Content-Type", "application/json")
                .POST(new WatchedBody(HttpRequest.BodyPublishers.ofString(input), sending))
                .build();
        return send(request);
    }

    private CompletableFuture<Reply> send(HttpRequest request) {
        return http.sendAsync(request, BodyHandlers.ofString())
                .thenApply(response -> new Reply(response.statusCode(), response.body()));
    }

    /** For calls one after the other. */
    public Caller caller() {
        return new Caller(base, authorization());
    }

    static String invocations(String function) {
        return "/v1/functions/" + function + "/invocations";
    }

    private String authorization() {
        return "Bearer " + key;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(PATIENCE).header("Authorization", authorization());
    }

    private JsonNode ask(HttpRequest.Builder builder) throws IOException, InterruptedException {
        return MAPPER.readTree(answer(builder));
    }

    private String answer(HttpRequest.Builder builder) throws IOException, InterruptedException {
        HttpRequest request = builder.build();
        HttpResponse<String> answer;
        try {
            answer = http.send(request, BodyHandlers.ofString());
        } catch (ConnectException e) {
            throw new IOException("nobody answers at " + base, e);
        }
        if (answer.statusCode() / 100 != SUCCESS) {
            throw new RefusedException(request.method() + " " + request.uri(), answer.statusCode(), answer.body());
        }
        return answer.body();
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
