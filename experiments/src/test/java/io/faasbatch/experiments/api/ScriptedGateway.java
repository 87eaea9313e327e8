package io.faasbatch.experiments.api;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A gateway over real HTTP whose functions do what their names say. */
public final class ScriptedGateway implements AutoCloseable {

    private static final int BACKLOG = 4096;

    private final AtomicInteger ids = new AtomicInteger();
    private final AtomicInteger scrapes = new AtomicInteger();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private volatile CountDownLatch held = new CountDownLatch(0);

    public ScriptedGateway() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
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
        server.createContext("/v1/functions/held/", exchange -> {
            held.countDown();
            awaitHeld();
            answer(exchange, 200, invocation("i" + next(), "{\"result\":1}"));
        });
        server.createContext("/v1/functions/gone/", HttpExchange::close);
        server.createContext("/v1/containers", exchange -> answer(exchange, 200, """
                {"items":[{"id":"c1","dockerId":"d1","function":"f","state":"BUSY","inFlight":3,"memoryBytes":5000},{"id":"c2","state":"STARTING"}],"next":null}"""));
        server.createContext(
                "/actuator/prometheus",
                exchange -> answer(exchange, 200, """
                # TYPE faasbatch_batch_size histogram
                faasbatch_batch_size_bucket{le="1.0"} 2
                faasbatch_batch_size_count %d
                faasbatch_batch_size_sum %d
                faasbatch_queue_length{queue="pending"} 7.0
                jvm_compilation_time_ms_total{compiler="HotSpot 64-Bit Tiered Compilers"} 1250.0
                """.formatted(scrapes.incrementAndGet(), 4 * scrapes.get())));
        server.createContext(
                "/v1/dispatch", exchange -> answer(exchange, 422, "{\"detail\":\"strategy must be one of a, b\"}"));
        server.start();
    }

    /** Calls of {@code held} are answered when so many of them are there, and not before. */
    public void hold(int calls) {
        held = new CountDownLatch(calls);
    }

    private void awaitHeld() throws IOException {
        try {
            held.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("while calls were held");
        }
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
