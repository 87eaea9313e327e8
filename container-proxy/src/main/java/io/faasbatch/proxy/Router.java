package io.faasbatch.proxy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.faasbatch.protocol.ErrorDetail;
import io.faasbatch.protocol.ProxyMetrics;
import io.faasbatch.protocol.ProxyStatus;
import io.faasbatch.protocol.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.json.JsonMapper;

/** Finds the endpoint of a request, and turns whatever goes wrong there into an answer. */
final class Router implements HttpHandler {

    private static final String INVOCATIONS = "/invocations/";
    private static final ProxyMetrics NOTHING_YET = new ProxyMetrics(
            0, 0, 0, 0, new ProxyMetrics.Shared(0, 0), new ProxyMetrics.Store(0, 0, 0), new ProxyMetrics.Http(0, 0));

    /** Most of a refused body that is read and dropped, so that its sender gets to see the refusal. */
    private static final long MAX_DROPPED = 256L * 1024 * 1024;

    private static final int BUFFER = 64 * 1024;

    private final FunctionSlot slot;
    private final InitEndpoint init;
    private final BatchEndpoint batch;
    private final WipeEndpoint wipe;
    private final JsonMapper json;

    Router(FunctionSlot slot, InitEndpoint init, BatchEndpoint batch, WipeEndpoint wipe, JsonMapper json) {
        this.slot = slot;
        this.init = init;
        this.batch = batch;
        this.wipe = wipe;
        this.json = json;
    }

    /**
     * Closing an exchange would end its answer as if it were whole. What fails in the midst of an answer is therefore thrown
     * on: the server then breaks the connection, and the client knows that results are missing.
     */
    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try {
            dispatch(exchange);
        } catch (RefusedException e) {
            refuse(exchange, e.status(), e.detail(), e);
        } catch (LimitedBody.TooLargeException e) {
            refuse(exchange, 413, ErrorDetail.of("TooLarge", e.getMessage()), e);
        } catch (JacksonException e) {
            refuse(exchange, 400, ErrorDetail.of("MalformedRequest", place(e)), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            refuse(exchange, 503, ErrorDetail.of("ShuttingDown", "the container is shutting down"), e);
        } catch (IOException | RuntimeException | LinkageError e) {
            refuse(exchange, 500, internal(e), e);
        }
        exchange.close();
    }

    private void dispatch(HttpExchange exchange) throws IOException, RefusedException, InterruptedException {
        String path = exchange.getRequestURI().getRawPath();
        if (path.startsWith(INVOCATIONS) && path.length() > INVOCATIONS.length()) {
            allow(exchange, "DELETE");
            cancel(exchange, URLDecoder.decode(path.substring(INVOCATIONS.length()), StandardCharsets.UTF_8));
            return;
        }
        switch (path) {
            case "/status" -> {
                allow(exchange, "GET");
                send(exchange, 200, status());
            }
            case "/init" -> {
                allow(exchange, "POST");
                init.handle(exchange);
                send(exchange, 200, status());
            }
            case "/batch" -> {
                allow(exchange, "POST");
                batch.handle(exchange);
            }
            case "/wipe" -> {
                allow(exchange, "POST");
                wipe.handle();
                send(exchange, 200, status());
            }
            case "/metrics" -> {
                allow(exchange, "GET");
                send(
                        exchange,
                        200,
                        slot.loaded().map(FunctionSlot.Loaded::metrics).orElse(NOTHING_YET));
            }
            default -> throw new RefusedException(404, "NotFound", "there is nothing at " + path);
        }
    }

    private static void allow(HttpExchange exchange, String method) throws RefusedException {
        if (!exchange.getRequestMethod().equals(method)) {
            exchange.getResponseHeaders().set("Allow", method);
            throw new RefusedException(405, "MethodNotAllowed", "only " + method + " is possible here");
        }
    }

    private void cancel(HttpExchange exchange, String id) throws IOException, RefusedException, InterruptedException {
        Optional<FunctionSlot.Loaded> function = slot.loaded();
        if (function.isEmpty() || !function.get().queue().cancel(id)) {
            throw new RefusedException(404, "NotFound", "no invocation " + id + " is in this container");
        }
        exchange.sendResponseHeaders(204, -1);
    }

    private ProxyStatus status() {
        return slot.loaded()
                .map(loaded -> new ProxyStatus(ProxyStatus.State.READY, loaded.function()))
                .orElseGet(() -> new ProxyStatus(ProxyStatus.State.NEW, null));
    }

    private void refuse(HttpExchange exchange, int status, ErrorDetail error, Throwable cause) throws IOException {
        if (exchange.getResponseCode() != -1) {
            throw new IOException("broken off in the midst of an answer", cause);
        }
        drop(exchange.getRequestBody());
        send(exchange, status, new Refusal(error));
    }

    private static void drop(InputStream body) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long dropped = 0;
        for (int count = body.read(buffer); count >= 0 && dropped < MAX_DROPPED; count = body.read(buffer)) {
            dropped += count;
        }
    }

    private void send(HttpExchange exchange, int status, Object body) throws IOException {
        byte[] text = json.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, text.length);
        exchange.getResponseBody().write(text);
    }

    private static String place(JacksonException fault) {
        TokenStreamLocation at = fault.getLocation();
        return at == null || at.getLineNr() < 1
                ? fault.getOriginalMessage()
                : fault.getOriginalMessage() + " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
    }

    private static ErrorDetail internal(Throwable fault) {
        StringWriter stack = new StringWriter();
        fault.printStackTrace(new PrintWriter(stack));
        return new ErrorDetail("Internal", String.valueOf(fault.getMessage()), stack.toString());
    }
}
