package io.faasbatch.gateway.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The gateway program with its embedded worker and private Redis, as a process of its own, and a client of it. */
public final class RunningGateway implements AutoCloseable {

    public static final JsonMapper JSON = JsonMapper.shared();
    private static final Path PROXY_JAR = Path.of("..", "container-proxy", "target", "container-proxy.jar");
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final int FIRST_PORT = 20_000;
    private static final int PORTS = 12_000;

    /** Starts anywhere, as another run of the tests may be on the machine. */
    private static final AtomicInteger NEXT_PORT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(PORTS));

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final URI base;
    private final String key;
    private final Path log;

    private RunningGateway(Process process, URI base, String key, Path log) {
        this.process = process;
        this.base = base;
        this.key = key;
        this.log = log;
    }

    /** Starts the program in {@code home} and waits until it is healthy. */
    public static RunningGateway start(Path home, int redisPort, Map<String, String> settings) {
        int port = freePort();
        Path log = home.resolve("gateway-" + port + ".log");
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                programJar().toString());
        builder.environment().keySet().removeIf(name -> name.startsWith("FAASBATCH_"));
        builder.environment().put("FAASBATCH_HOME", home.toString());
        builder.environment().put("FAASBATCH_GATEWAY_PORT", Integer.toString(port));
        builder.environment().put("FAASBATCH_REDIS_PORT", Integer.toString(redisPort));
        builder.environment().put("FAASBATCH_PROXY_JAR", PROXY_JAR.toString());
        builder.environment().putAll(settings);
        builder.redirectErrorStream(true).redirectOutput(log.toFile());
        try {
            Process process = builder.start();
            URI base = URI.create("http://127.0.0.1:" + port);
            await("the gateway to be healthy, log " + log, START_LIMIT, () -> isHealthy(base, process, log));
            String key = settings.containsKey("FAASBATCH_API_KEY")
                    ? settings.get("FAASBATCH_API_KEY")
                    : Files.readString(home.resolve("api-key")).strip();
            return new RunningGateway(process, base, key, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A port that is free now and that is given to nobody else: not by this method, and not by the system, which takes the ports of outgoing
     * connections from 32768 on.
     */
    public static int freePort() {
        while (true) {
            int port = FIRST_PORT + NEXT_PORT.getAndIncrement() % PORTS;
            try (ServerSocket socket = new ServerSocket(port)) {
                return socket.getLocalPort();
            } catch (BindException e) {
                // Somebody else's: the next one.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Waits until {@code condition} holds; fails, naming {@code what}, when it does not within {@code limit}. */
    public static void await(String what, Duration limit, BooleanSupplier condition) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited " + limit + " for " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private static Path programJar() {
        try (var files = Files.list(Path.of("target"))) {
            return files.filter(file -> file.getFileName().toString().endsWith("-exec.jar"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("target/ holds no -exec.jar: package the gateway first"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isHealthy(URI base, Process process, Path log) {
        if (!process.isAlive()) {
            throw new AssertionError("the gateway ended with " + process.exitValue() + ":\n" + read(log));
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(base.resolve("/actuator/health"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "(no log: " + e + ")";
        }
    }

    public String log() {
        return read(log);
    }

    public URI base() {
        return base;
    }

    /** A request to the REST API with the key; {@code headers} are names and values in turn. */
    public HttpRequest request(String method, String path, BodyPublisher body, String... headers) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(base.resolve(path))
                .timeout(Duration.ofMinutes(4))
                .header("Authorization", "Bearer " + key)
                .method(method, body);
        if (headers.length > 0) {
            builder.headers(headers);
        }
        return builder.build();
    }

    public HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError("no answer to " + request + "\n" + log(), e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    public HttpResponse<String> get(String path) {
        return send(request("GET", path, BodyPublishers.noBody()));
    }

    public HttpResponse<String> post(String path, String json, String... headers) {
        return send(postRequest(path, json, headers));
    }

    public HttpRequest postRequest(String path, String json, String... headers) {
        List<String> all = new ArrayList<>(List.of("Content-Type", "application/json"));
        all.addAll(List.of(headers));
        return request("POST", path, BodyPublishers.ofString(json), all.toArray(String[]::new));
    }

    public CompletableFuture<HttpResponse<String>> postAsync(String path, String json, String... headers) {
        return http.sendAsync(postRequest(path, json, headers), BodyHandlers.ofString());
    }

    /** Deploys a packaged function and fails unless it was accepted. */
    public HttpResponse<String> deploy(String name, byte[] zip) {
        HttpResponse<String> answer = put("/v1/functions/" + name, "application/zip", BodyPublishers.ofByteArray(zip));
        if (answer.statusCode() != 201 && answer.statusCode() != 200) {
            throw new AssertionError("deploying " + name + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer;
    }

    public HttpResponse<String> put(String path, String contentType, BodyPublisher body) {
        return send(request("PUT", path, body, "Content-Type", contentType));
    }

    /** Calls a function {@code count} times at once and gives the answers in order. */
    public List<JsonNode> burst(String function, int count, java.util.function.IntFunction<String> input) {
        List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            calls.add(postAsync("/v1/functions/" + function + "/invocations", input.apply(i)));
        }
        return calls.stream()
                .map(CompletableFuture::join)
                .map(RunningGateway::success)
                .toList();
    }

    public static JsonNode success(HttpResponse<String> answer) {
        if (answer.statusCode() / 100 != 2) {
            throw new AssertionError(answer.request() + ": " + answer.statusCode() + " " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    public ProcessHandle process() {
        return process.toHandle();
    }

    /** SIGKILL: no shutdown code runs. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** SIGTERM, and waits for the end. */
    @Override
    public void close() {
        http.close();
        process.destroy();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the gateway did not stop within 60 s:\n" + log());
            }
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }
}
