package io.faasbatch.engine.container;

import io.faasbatch.engine.invocation.TimeSource;
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
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpDelete;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.classic.MinimalHttpClient;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The contract of the container proxy, from the worker's side. One client for all containers; calls wait, except {@code cancel}.
 *
 * <p>Nothing is sent twice by itself. A connection that was not used for a while is not used again, since the proxy's side may have closed it. To look whether
 * it has would take a millisecond, a new connection takes less.
 */
final class ProxyClient implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ProxyClient.class);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration STATUS_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration LONGEST_IDLE = Duration.ofMillis(500);

    /** The pool bounds what is sent to a container. */
    private static final int MOST_CONNECTIONS = 10_000;

    private static final int OK = 200;

    private final JsonMapper json = JsonMapper.builder().build();
    private final int maxResultBytes;
    private final TimeSource time;
    private final PoolingHttpClientConnectionManager connections = PoolingHttpClientConnectionManagerBuilder.create()
            .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
            .setMaxConnPerRoute(MOST_CONNECTIONS)
            .setMaxConnTotal(MOST_CONNECTIONS)
            .setDefaultConnectionConfig(ConnectionConfig.custom()
                    .setConnectTimeout(CONNECT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                    .setValidateAfterInactivity(TimeValue.NEG_ONE_MILLISECOND)
                    .setIdleTimeout(LONGEST_IDLE.toMillis(), TimeUnit.MILLISECONDS)
                    .build())
            .build();
    private final MinimalHttpClient http = HttpClients.createMinimal(connections);

    ProxyClient(int maxResultBytes, TimeSource time) {
        this.maxResultBytes = maxResultBytes;
        this.time = time;
    }

    ProxyStatus status(URI proxy) throws IOException {
        return status(proxy, STATUS_TIMEOUT);
    }

    ProxyStatus status(URI proxy, Duration timeout) throws IOException {
        byte[] answer = exchange(proxy, within(timeout, new HttpGet(proxy.resolve("/status"))));
        return json.readValue(answer, ProxyStatus.class);
    }

    void init(URI proxy, InitRequest settings, Duration timeout) throws IOException {
        exchange(proxy, within(timeout, post(proxy.resolve("/init"), json.writeValueAsBytes(settings))));
    }

    /** Takes the function out of the container, with its processes and files. Refused where that cannot be done. */
    void wipe(URI proxy, Duration timeout) throws IOException {
        exchange(proxy, within(timeout, new HttpPost(proxy.resolve("/wipe"))));
    }

    /** Asks for an invocation to be stopped; whether it was shows in the answer to its batch. */
    void cancel(URI proxy, String invocationId) {
        HttpUriRequestBase request =
                within(STATUS_TIMEOUT, new HttpDelete(proxy.resolve("/invocations/" + invocationId)));
        Thread.startVirtualThread(() -> {
            try {
                exchange(proxy, request);
            } catch (IOException e) {
                LOG.debug("Invocation {} was not cancelled: {}", invocationId, e.toString());
            }
        });
    }

    byte[] encode(BatchRequest batch) {
        return json.writeValueAsBytes(batch);
    }

    /** A batch, encoded, which is sent when its answer is read. */
    Answer batch(URI proxy, byte[] batch) {
        return new Answer(proxy, post(proxy.resolve("/batch"), batch));
    }

    private static HttpPost post(URI address, byte[] body) {
        HttpPost request = new HttpPost(address);
        request.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_JSON));
        return request;
    }

    /** Limits each wait for the proxy. */
    private static HttpUriRequestBase within(Duration timeout, HttpUriRequestBase request) {
        request.setConfig(RequestConfig.custom()
                .setResponseTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .build());
        return request;
    }

    private byte[] exchange(URI proxy, HttpUriRequestBase request) throws IOException {
        try (ClassicHttpResponse answer = send(proxy, request)) {
            byte[] body = answer.getEntity().getContent().readNBytes(maxResultBytes);
            if (answer.getCode() != OK) {
                throw refusal(answer.getCode(), body);
            }
            return body;
        }
    }

    private ClassicHttpResponse send(URI proxy, HttpUriRequestBase request) throws IOException {
        try {
            return http.executeOpen(HttpHost.create(proxy), request, HttpClientContext.create());
        } catch (ConnectException | NoRouteToHostException | ConnectTimeoutException e) {
            throw new UnreachableException("no container proxy answers at " + proxy, e);
        } catch (IllegalStateException e) {
            // How the client says that the request was aborted while it took a connection.
            if (request.isAborted()) {
                throw new IOException("the request was aborted", e);
            }
            throw e;
        }
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

    /** Lets go of connections that nobody uses any more: a container that was removed is never asked again, so nothing else would. */
    void closeIdle() {
        connections.closeIdle(TimeValue.ofMilliseconds(LONGEST_IDLE.toMillis()));
    }

    @Override
    public void close() {
        http.close(CloseMode.IMMEDIATE);
    }

    /** The answer to one batch while it is being written. Read by one thread; any thread may abort it. */
    final class Answer {

        private final URI proxy;
        private final HttpPost request;
        private volatile long heardNanos = time.nanoTime();

        private Answer(URI proxy, HttpPost request) {
            this.proxy = proxy;
            this.request = request;
        }

        /** Sends the batch and hands on each result when it comes; returns at the end of the answer. */
        void forEach(ResultListener listener) throws IOException {
            // Closing the answer before its end closes the connection; closing its body would wait for the rest of it.
            try (ClassicHttpResponse answer = send(proxy, request)) {
                InputStream body = answer.getEntity().getContent();
                if (answer.getCode() != OK) {
                    throw refusal(answer.getCode(), body.readNBytes(maxResultBytes));
                }
                heard();
                LineReader lines = new LineReader(body, maxResultBytes, this::heard);
                for (var line = lines.next(); line.isPresent(); line = lines.next()) {
                    if (line.get().length > 0) {
                        listener.ended(parse(line.get()));
                    }
                }
            }
        }

        private void heard() {
            heardNanos = time.nanoTime();
        }

        /** When something of it came last, or else when it was asked for, in nanos of the time source. */
        long heardNanos() {
            return heardNanos;
        }

        private InvocationResult parse(byte[] line) throws IOException {
            try {
                return json.readValue(line, InvocationResult.class);
            } catch (JacksonException e) {
                throw new IOException("a result is not what the contract says: " + e.getOriginalMessage(), e);
            }
        }

        /** Gives the answer up, so that its reader fails now. */
        void abort() {
            request.abort();
        }
    }

    /** Takes results as they come. */
    interface ResultListener {
        void ended(InvocationResult result);
    }
}
