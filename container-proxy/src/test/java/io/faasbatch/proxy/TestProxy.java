package io.faasbatch.proxy;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The real server on any free port, and a client that talks to it. */
final class TestProxy implements AutoCloseable {

    static final JsonMapper JSON = JsonMapper.builder()
            .changeDefaultPropertyInclusion(value -> value.withValueInclusion(JsonInclude.Include.ALWAYS))
            .build();

    private final Path work;
    private final ProxyServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    private TestProxy(Path work, ProxyServer server) {
        this.work = work;
        this.server = server;
    }

    static TestProxy start(Path work, Map<String, String> more) throws IOException {
        ContainerProxy.configure();
        Map<String, String> env = new HashMap<>(Map.of(
                "FAASBATCH_PROXY_HOST", "127.0.0.1",
                "FAASBATCH_PROXY_PORT", "0",
                "FAASBATCH_CODE_DIR", work.resolve("code").toString()));
        env.putAll(more);
        return new TestProxy(work, ProxyServer.start(ProxyConfig.from(env), (reason, outOfMemory) -> {}));
    }

    static TestProxy start(Path work) throws IOException {
        return start(work, Map.of());
    }

    int port() {
        return server.port();
    }

    HttpResponse<String> send(String method, String path, String body) throws IOException, InterruptedException {
        return client.send(request(method, path, body), BodyHandlers.ofString());
    }

    private HttpRequest request(String method, String path, String body) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return JSON.readTree(send("GET", path, "").body());
    }

    static Map<String, Object> settings(String code) {
        return new HashMap<>(Map.of(
                "function",
                "fn",
                "version",
                "1",
                "runtime",
                "java",
                "handler",
                "Fn",
                "isolation",
                "thread",
                "concurrency",
                128,
                "cpus",
                1.0,
                "timeoutMillis",
                60_000,
                "env",
                Map.of("GREETING", "hello"),
                "code",
                code));
    }

    HttpResponse<String> init(Map<String, Object> settings) throws IOException, InterruptedException {
        return send("POST", "/init", JSON.writeValueAsString(settings));
    }

    /** Loads class {@code Fn} and fails when that does not work. */
    TestProxy with(String source, Map<String, Object> changes) throws IOException, InterruptedException {
        Map<String, Object> settings = settings(TestFunction.code(work, source));
        settings.putAll(changes);
        HttpResponse<String> answer = init(settings);
        if (answer.statusCode() != 200) {
            throw new IOException(answer.body());
        }
        return this;
    }

    TestProxy with(String source) throws IOException, InterruptedException {
        return with(source, Map.of());
    }

    static Map<String, Object> invocation(String id, Object input) {
        return new HashMap<>(Map.of("id", id, "input", input));
    }

    /** Sends a batch; its results are read one by one. */
    Results batch(List<Map<String, Object>> invocations) throws IOException, InterruptedException {
        String body = JSON.writeValueAsString(Map.of("batchId", "b", "invocations", invocations));
        HttpResponse<InputStream> answer = client.send(request("POST", "/batch", body), BodyHandlers.ofInputStream());
        if (answer.statusCode() != 200) {
            throw new IOException(new String(answer.body().readAllBytes(), StandardCharsets.UTF_8));
        }
        return new Results(answer.body());
    }

    /** The lines of a batch's answer as they come. */
    static final class Results implements AutoCloseable {

        private final BufferedReader lines;

        Results(InputStream body) {
            lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        }

        JsonNode next() throws IOException {
            String line = lines.readLine();
            if (line == null) {
                throw new IOException("no more results");
            }
            return JSON.readTree(line);
        }

        List<JsonNode> all() throws IOException {
            List<JsonNode> all = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                all.add(JSON.readTree(line));
            }
            return all;
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }

    void stopServer() {
        server.close();
    }

    @Override
    public void close() {
        client.shutdownNow();
        server.close();
    }
}
