package io.faasbatch.engine.http;

import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Answers every exception of a request with {@code application/problem+json}. */
@Order(ProblemWriter.BEFORE_THE_DEFAULT_ONE)
public final class ProblemWriter implements WebExceptionHandler {

    static final int BEFORE_THE_DEFAULT_ONE = -2;

    private final JsonMapper mapper;

    public ProblemWriter(JsonMapper mapper) {
        this.mapper = mapper;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable thrown) {
        ServerHttpRequest request = exchange.getRequest();
        ServerHttpResponse response = exchange.getResponse();
        if (response.isCommitted()) {
            return Mono.error(thrown);
        }
        String place = request.getMethod() + " " + request.getPath().value();
        ProblemException answer = Problems.of(thrown, place);
        return UnreadBody.discard(exchange).flatMap(reusable -> write(response, answer, reusable));
    }

    private Mono<Void> write(ServerHttpResponse response, ProblemException answer, boolean reusable) {
        byte[] body = mapper.writeValueAsBytes(answer.problem());
        response.setStatusCode(HttpStatusCode.valueOf(answer.problem().status()));
        HttpHeaders headers = response.getHeaders();
        headers.clear();
        headers.putAll(answer.headers());
        headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        headers.setContentLength(body.length);
        if (!reusable) {
            headers.setConnection("close");
        }
        return response.writeWith(Mono.just(response.bufferFactory().wrap(body)));
    }
}
