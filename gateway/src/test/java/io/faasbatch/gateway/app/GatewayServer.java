package io.faasbatch.gateway.app;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The real gateway on a free port, over doubles, and a client that shows the key. */
final class GatewayServer implements AutoCloseable {

    static final String KEY = "the-test-key";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final JsonMapper MAPPER = new JsonMapper();

    final ConfigurableApplicationContext context;
    final InMemory memory;
    final int port;
    private final HttpClient client = HttpClient.newHttpClient();

    GatewayServer(String... settings) {
        SpringApplication application = new SpringApplication(GatewayApplication.class, InMemory.Beans.class);
        application.setBannerMode(Banner.Mode.OFF);
        List<String> all = new ArrayList<>(
                List.of("--faasbatch.gateway.port=0", "--faasbatch.api-key=" + KEY, "--faasbatch.max-body=64KiB"));
        all.addAll(List.of(settings));
        context = application.run(all.toArray(String[]::new));
        memory = context.getBean(InMemory.class);
        port = Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port"));
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + KEY);
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    HttpResponse<String> post(String path, String body, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    HttpResponse<String> put(String path, String type, String body) throws IOException, InterruptedException {
        return send(request(path).header("Content-Type", type).PUT(HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> delete(String path) throws IOException, InterruptedException {
        return send(request(path).DELETE());
    }

    HttpClient client() {
        return client;
    }

    /** Deploys a function that does what its name says. */
    void deploy(String name) throws IOException, InterruptedException {
        HttpResponse<String> ignored = put("/v1/functions/" + name, "application/zip", "zip of " + name);
        if (ignored.statusCode() >= 300) {
            throw new IOException(ignored.body());
        }
    }

    static JsonNode json(HttpResponse<String> response) {
        return MAPPER.readTree(response.body());
    }

    @Override
    public void close() {
        client.shutdownNow();
        context.close();
    }
}
