package io.faasbatch.gateway.worker;

import io.faasbatch.engine.http.InvocationCall;
import io.faasbatch.engine.http.Problem;
import io.faasbatch.engine.invocation.CapacityException;
import io.faasbatch.engine.invocation.StrategyRefusedException;
import io.faasbatch.engine.worker.WorkerUnavailableException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

/**
 * HTTP to workers over pooled connections, with the cluster's token. Redirects are never followed, and nothing is sent twice: once a
 * request has left, user code may have run. Thread-safe; owns its connections.
 */
final class WorkerClient implements AutoCloseable {

    private static final int OK = 200;
    private static final int NO_CONTENT = 204;

    private final HttpClient http;
    private final ConnectionProvider connections;
    private final JsonMapper mapper;
    private final WorkerLinkSettings settings;

    WorkerClient(String token, WorkerLinkSettings settings, JsonMapper mapper) {
        this.settings = settings;
        this.mapper = mapper;
        this.connections = ConnectionProvider.builder("workers")
                .maxConnections(settings.maxConnections())
                .pendingAcquireMaxCount(settings.maxConnections())
                .pendingAcquireTimeout(settings.connectTimeout())
                .maxIdleTime(settings.idleConnections())
                .build();
        this.http = HttpClient.create(connections)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        settings.connectTimeout().toMillis())
                .followRedirect(false)
                .disableRetry(true)
                .headers(headers -> headers.set(HttpHeaderNames.AUTHORIZATION, "Bearer " + token)
                        .set(HttpHeaderNames.ACCEPT, HttpHeaderValues.APPLICATION_JSON));
    }

    /** @param type of the answer */
    <T> Mono<T> get(String uri, JavaType type) {
        return http.responseTimeout(settings.questionTimeout())
                .get()
                .uri(uri)
                .<T>response((response, body) -> answer(response, body.asByteArray(), type))
                .next()
                .onErrorMap(error -> failure(uri, error));
    }

    <T> Mono<T> invoke(String uri, InvocationCall call, JavaType type, Duration patience) {
        return send(HttpMethod.POST, uri, call, type, patience);
    }

    <T> Mono<T> put(String uri, Object value, JavaType type) {
        return send(HttpMethod.PUT, uri, value, type, settings.questionTimeout());
    }

    <T> Mono<T> delete(String uri, JavaType type, Duration patience) {
        return http.responseTimeout(patience)
                .delete()
                .uri(uri)
                .<T>response((response, body) -> answer(response, body.asByteArray(), type))
                .next()
                .onErrorMap(error -> failure(uri, error));
    }

    private <T> Mono<T> send(HttpMethod method, String uri, Object value, JavaType type, Duration patience) {
        return Mono.fromCallable(() -> mapper.writeValueAsBytes(value))
                .flatMap(bytes -> http.responseTimeout(patience)
                        .headers(WorkerClient::json)
                        .request(method)
                        .uri(uri)
                        .send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(bytes))
                                .cast(ByteBuf.class))
                        .<T>response((response, body) -> answer(response, body.asByteArray(), type))
                        .next())
                .onErrorMap(error -> failure(uri, error));
    }

    Mono<Void> delete(String uri) {
        return http.responseTimeout(settings.questionTimeout())
                .delete()
                .uri(uri)
                .response()
                .then();
    }

    private static void json(HttpHeaders headers) {
        headers.set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON);
    }

    private <T> Mono<T> answer(HttpClientResponse response, Flux<byte[]> body, JavaType type) {
        int status = response.status().code();
        return new CappedBytes(settings.maxResponse()).join(body).map(bytes -> {
            if (status == OK) {
                return mapper.readValue(bytes, type);
            }
            if (status == NO_CONTENT) {
                throw new WorkerUnavailableException("a worker answered nothing", null);
            }
            throw refusal(status, bytes, response.responseHeaders());
        });
    }

    private RuntimeException refusal(int status, byte[] bytes, HttpHeaders headers) {
        Problem problem = problem(bytes);
        Duration wait = Duration.ofSeconds(headers.getInt(HttpHeaderNames.RETRY_AFTER, 1));
        if (problem != null && problem.is("function-limit")) {
            return new CapacityException(text(problem), true, wait);
        }
        if (problem != null && problem.is("worker-limit")) {
            return new CapacityException(text(problem), false, wait);
        }
        if (problem != null && problem.is("strategy-refused")) {
            return new StrategyRefusedException(text(problem));
        }
        if (status == 401) {
            return new WorkerUnavailableException("a worker refuses the cluster token of this gateway", null);
        }
        String why = problem == null ? "" : ": " + text(problem);
        return new WorkerUnavailableException("a worker answered " + status + why, null);
    }

    private @Nullable Problem problem(byte[] bytes) {
        try {
            return mapper.readValue(bytes, Problem.class);
        } catch (JacksonException e) {
            // Not one of our workers, or something between: the status alone has to do.
            return null;
        }
    }

    private static String text(Problem problem) {
        return problem.detail() == null ? problem.title() : problem.detail();
    }

    /** The pool's two refusals are known by their general types; a slow answer would be netty's own ReadTimeoutException. */
    private static Throwable failure(String uri, Throwable error) {
        return switch (error) {
            case CapacityException e -> e;
            case StrategyRefusedException e -> e;
            case WorkerUnavailableException e -> e;
            case ConnectTimeoutException e -> new NotSentException("no connection to " + uri + " in time", e);
            case ConnectException e -> new NotSentException("no connection to " + uri, e);
            case UnknownHostException e -> new NotSentException("unknown host in " + uri, e);
            case NoRouteToHostException e -> new NotSentException("no route to " + uri, e);
            case TimeoutException e -> new NotSentException("no free connection to " + uri, e);
            case RejectedExecutionException e -> new NotSentException("too many calls wait for " + uri, e);
            default ->
                new WorkerUnavailableException(
                        "the connection to a worker failed after the call was sent; the function may have run", error);
        };
    }

    @Override
    public void close() {
        connections.dispose();
    }
}
