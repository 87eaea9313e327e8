package io.faasbatch.engine.container;

import io.faasbatch.protocol.BatchRequest;
import io.faasbatch.protocol.ErrorDetail;
import io.faasbatch.protocol.InitRequest;
import io.faasbatch.protocol.InvocationResult;
import io.faasbatch.protocol.ProxyStatus;
import io.faasbatch.protocol.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The contract of the container proxy, from the worker's side. One client for all containers; calls wait, except {@code cancel}. */
final class ProxyClient implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ProxyClient.class);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration STATUS_TIMEOUT = Duration.ofSeconds(2);
    private static final int OK = 200;

    private final JsonMapper json = JsonMapper.builder().build();
    private final int maxResultBytes;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();

    ProxyClient(int maxResultBytes) {
        this.maxResultBytes = maxResultBytes;
    }

    ProxyStatus status(URI proxy) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(proxy.resolve("/status"))
                .timeout(STATUS_TIMEOUT)
                .build();
        return json.readValue(exchange(request), ProxyStatus.class);
    }

    void init(URI proxy, InitRequest settings, Duration timeout) throws IOException, InterruptedException {
        exchange(HttpRequest.newBuilder(proxy.resolve("/init"))
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(json.writeValueAsBytes(settings)))
                .build());
    }

    /** Takes the function out of the container, with its processes and files. Refused where that cannot be done. */
    void wipe(URI proxy, Duration timeout) throws IOException, InterruptedException {
        exchange(HttpRequest.newBuilder(proxy.resolve("/wipe"))
                .timeout(timeout)
                .POST(BodyPublishers.noBody())
                .build());
    }

    /** Asks for an invocation to be stopped; whether it was shows in the answer to its batch. */
    void cancel(URI proxy, String invocationId) {
        HttpRequest request = HttpRequest.newBuilder(proxy.resolve("/invocations/" + invocationId))
                .timeout(STATUS_TIMEOUT)
                .DELETE()
                .build();
        var _ = http.sendAsync(request, BodyHandlers.discarding()).whenComplete((answer, failure) -> {
            if (failure != null) {
                LOG.debug("Invocation {} was not cancelled: {}", invocationId, failure.toString());
            }
        });
    }

    /** Sends a batch; its results are then read from the answer. */
    Answer batch(URI proxy, BatchRequest batch) {
        HttpRequest request = HttpRequest.newBuilder(proxy.resolve("/batch"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(json.writeValueAsBytes(batch)))
                .build();
        return new Answer(http.sendAsync(request, BodyHandlers.ofInputStream()));
    }

    private byte[] exchange(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer;
        try {
            answer = http.send(request, BodyHandlers.ofByteArray());
        } catch (ConnectException | NoRouteToHostException | HttpConnectTimeoutException e) {
            throw new UnreachableException("no container proxy answers at " + request.uri(), e);
        }
        if (answer.statusCode() != OK) {
            throw refusal(answer.statusCode(), answer.body());
        }
        return answer.body();
    }

    private RefusedException refusal(int status, byte[] body) {
        try {
            return new RefusedException(
                    status, json.readValue(body, Refusal.class).error());
        } catch (JacksonException e) {
            return new RefusedException(
                    status, new ErrorDetail("Error", "the container proxy answered with status " + status, null));
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    /** The answer to one batch while it is being written. Read by one thread; any thread may abort it. */
    final class Answer {

        private final CompletableFuture<HttpResponse<InputStream>> response;

        private Answer(CompletableFuture<HttpResponse<InputStream>> response) {
            this.response = response;
        }

        /** Hands on each result when it comes; returns at the end of the answer. */
        void forEach(ResultListener listener) throws IOException, InterruptedException {
            HttpResponse<InputStream> answer = await();
            try (InputStream body = answer.body()) {
                if (answer.statusCode() != OK) {
                    throw refusal(answer.statusCode(), body.readNBytes(maxResultBytes));
                }
                LineReader lines = new LineReader(body, maxResultBytes);
                for (var line = lines.next(); line.isPresent(); line = lines.next()) {
                    if (line.get().length > 0) {
                        listener.ended(parse(line.get()));
                    }
                }
            }
        }

        private InvocationResult parse(byte[] line) throws IOException {
            try {
                return json.readValue(line, InvocationResult.class);
            } catch (JacksonException e) {
                throw new IOException("a result is not what the contract says: " + e.getOriginalMessage(), e);
            }
        }

        private HttpResponse<InputStream> await() throws IOException, InterruptedException {
            try {
                return response.get();
            } catch (CancellationException e) {
                throw new IOException("the container was taken out of service", e);
            } catch (ExecutionException e) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                if (cause instanceof ConnectException
                        || cause instanceof NoRouteToHostException
                        || cause instanceof HttpConnectTimeoutException) {
                    throw new UnreachableException("no connection to the container could be made", cause);
                }
                throw new IOException("the connection to the container broke: " + cause.getMessage(), cause);
            }
        }

        /** Gives the answer up, so that its reader fails now. */
        void abort() {
            var _ = response.thenAccept(answer -> closeQuietly(answer.body()));
            response.cancel(true);
        }

        private static void closeQuietly(InputStream body) {
            try {
                body.close();
            } catch (IOException e) {
                LOG.debug("A broken answer could not be closed: {}", e.toString());
            }
        }
    }

    /** Takes results as they come. */
    interface ResultListener {
        void ended(InvocationResult result);
    }
}
