package io.faasbatch.proxy.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Keeps every request until it is opened, and remembers them. {@code /hops/N} leads on N times. */
public final class GatedServer implements AutoCloseable {

    private static final String HOPS = "/hops/";

    private final CountDownLatch gate = new CountDownLatch(1);
    private final List<Headers> requests = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer http;

    public GatedServer() {
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        http.setExecutor(threads);
        http.createContext("/", this::answer);
        http.start();
    }

    public String url(String path) {
        return "http://127.0.0.1:" + http.getAddress().getPort() + path;
    }

    public void open() {
        gate.countDown();
    }

    public List<Headers> requests() {
        return requests;
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.add(exchange.getRequestHeaders());
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        String path = exchange.getRequestURI().getPath();
        if (path.startsWith(HOPS) && !path.equals(HOPS + 0)) {
            int left = Integer.parseInt(path.substring(HOPS.length()));
            exchange.getResponseHeaders().set("Location", HOPS + (left - 1));
            exchange.sendResponseHeaders(302, -1);
        } else if (path.equals("/away")) {
            exchange.getResponseHeaders().set("Location", url("/").replace("127.0.0.1", "localhost"));
            exchange.sendResponseHeaders(307, -1);
        } else {
            byte[] body = ("at " + path).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain");
            exchange.sendResponseHeaders(path.equals("/missing") ? 404 : 200, body.length);
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    @Override
    public void close() {
        open();
        http.stop(0);
        threads.shutdownNow();
    }
}
