package io.faasbatch.proxy;

import com.sun.net.httpserver.HttpServer;
import io.faasbatch.proxy.batch.RunQueue;
import io.faasbatch.proxy.code.CodeDirectory;
import io.faasbatch.proxy.runtime.Breakdown;
import io.faasbatch.proxy.runtime.RuntimeLoader;
import io.faasbatch.proxy.runtime.jvm.JvmLoader;
import io.faasbatch.proxy.runtime.python.PythonLoader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;

/**
 * The HTTP server with everything behind it. Each request has a platform thread of its own, which user code can slow down
 * but never take away; their number is bounded by that of the connections.
 */
final class ProxyServer implements AutoCloseable {

    private static final int BACKLOG = 1024;

    /** How long results of stopped invocations may take to reach their clients at shutdown. */
    private static final Duration SHUTDOWN_GRACE = Duration.ofSeconds(2);

    private final HttpServer http;
    private final ExecutorService requests;
    private final FunctionSlot slot;

    private ProxyServer(HttpServer http, ExecutorService requests, FunctionSlot slot) {
        this.http = http;
        this.requests = requests;
        this.slot = slot;
    }

    /** Listens when it returns. */
    static ProxyServer start(ProxyConfig config, Breakdown breakdown) throws IOException {
        JsonMapper json = JsonMapper.shared();
        Limits limits = config.limits();
        FunctionSlot slot = new FunctionSlot();
        CodeDirectory code = new CodeDirectory(config.codeDir(), limits.codeEntries(), limits.codeBytes());
        List<RuntimeLoader> loaders = loaders(json, limits, breakdown);
        InitEndpoint init = new InitEndpoint(slot, loaders, config.ownRuntime(), code, limits, json);
        BatchEndpoint batch = new BatchEndpoint(slot, limits, json);
        WipeEndpoint wipe = new WipeEndpoint(slot, loaders, config);
        HttpServer http = HttpServer.create(new InetSocketAddress(config.host(), config.port()), BACKLOG);
        ExecutorService requests = Executors.newCachedThreadPool(
                Thread.ofPlatform().name("request-", 0).daemon().factory());
        http.setExecutor(requests);
        http.createContext("/", new Router(slot, init, batch, wipe, json));
        http.start();
        ProxyServer server = new ProxyServer(http, requests, slot);
        if (config.portFile().isPresent()) {
            server.announce(config.portFile().get());
        }
        return server;
    }

    /** Every language this program can run. */
    private static List<RuntimeLoader> loaders(JsonMapper json, Limits limits, Breakdown breakdown) {
        return List.of(new JvmLoader(json, limits.logBytes()), new PythonLoader(json, breakdown));
    }

    /** Called when a function comes. */
    void onInit(Runnable heard) {
        slot.onClaim(heard);
    }

    int port() {
        return http.getAddress().getPort();
    }

    /** Moved into place, so that whoever waits for the file never reads half a number. */
    private void announce(Path file) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(fresh, port() + "\n");
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Everything in flight is reported, and then every connection closed. */
    @Override
    public void close() {
        slot.loaded().map(FunctionSlot.Loaded::queue).ifPresent(RunQueue::close);
        requests.shutdown();
        try {
            if (!requests.awaitTermination(SHUTDOWN_GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                requests.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        http.stop(0);
        slot.loaded().ifPresent(FunctionSlot.Loaded::close);
    }
}
