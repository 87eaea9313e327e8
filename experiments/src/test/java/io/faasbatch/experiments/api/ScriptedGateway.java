package io.faasbatch.experiments.api;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A gateway over real HTTP whose functions do what their names say. */
public final class ScriptedGateway implements AutoCloseable {

    private final AtomicInteger ids = new AtomicInteger();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    public ScriptedGateway() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext(
                "/v1/functions/right/", exchange -> answer(exchange, 200, invocation("i" + next(), "{\"result\":1}")));
        server.createContext(
                "/v1/functions/wrong/", exchange -> answer(exchange, 200, invocation("i" + next(), "{\"result\":2}")));
        server.createContext(
                "/v1/functions/twice/", exchange -> answer(exchange, 200, invocation("same", "{\"result\":1}")));
        server.createContext(
                "/v1/functions/error/",
                exchange -> answer(
                        exchange,
                        200,
                        "{\"id\":\"i" + next() + "\",\"status\":\"FAILED\",\"error\":{\"type\":\"E\"}}"));
        server.createContext("/v1/functions/busy/", exchange -> answer(exchange, 429, "{\"title\":\"too many\"}"));
        server.createContext("/v1/functions/garbage/", exchange -> answer(exchange, 200, "<html>"));
        server.createContext("/v1/functions/gone/", HttpExchange::close);
        server.createContext("/v1/containers", exchange -> answer(exchange, 200, """
                {"items":[{"id":"c1","dockerId":"d1","state":"IDLE","memoryBytes":5000},{"id":"c2","state":"STARTING"}],"next":null}"""));
        server.createContext(
                "/v1/dispatch", exchange -> answer(exchange, 422, "{\"detail\":\"strategy must be one of a, b\"}"));
        server.start();
    }

    public Gateway client() {
        return new Gateway(URI.create("http://127.0.0.1:" + server.getAddress().getPort()), "key");
    }

    private int next() {
        return ids.incrementAndGet();
    }

    private static String invocation(String id, String output) {
        return """
                {"id":"%s","status":"SUCCEEDED","output":%s,"container":{"id":"c1","cold":true},"batch":{"id":"b1","size":3},
                 "timings":{"scheduling":1.5,"coldStart":100,"queueing":0.25,"execution":7,"total":110}}""".formatted(id, output);
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
