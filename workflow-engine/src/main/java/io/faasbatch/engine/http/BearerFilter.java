package io.faasbatch.engine.http;

import java.util.Optional;
import java.util.function.Predicate;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Lets nobody in without the secret, before anything else of the request is looked at. Health alone is open. */
@Order(BearerFilter.AFTER_THE_HOP)
public final class BearerFilter implements WebFilter {

    /** Open to everybody; says more to those who show the secret. */
    public static final String HEALTH = "/actuator/health";

    /** Request attribute, true when the secret was shown or none is asked for. */
    static final String TRUSTED = BearerFilter.class.getName() + ".trusted";

    static final int AFTER_THE_HOP = Ordered.HIGHEST_PRECEDENCE + 1;

    private final Optional<BearerSecret> secret;
    private final Predicate<ServerHttpRequest> open;

    /** @param secret empty when everybody is let in */
    public BearerFilter(Optional<BearerSecret> secret) {
        this(secret, _ -> false);
    }

    /** @param open requests that are let in without the secret */
    public BearerFilter(Optional<BearerSecret> secret, Predicate<ServerHttpRequest> open) {
        this.secret = secret;
        this.open = open;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        boolean trusted =
                secret.map(expected -> expected.isIn(request.getHeaders())).orElse(true);
        if (!trusted && !request.getPath().value().equals(HEALTH) && !open.test(request)) {
            return Mono.error(refusal(request));
        }
        exchange.getAttributes().put(TRUSTED, trusted);
        return chain.filter(exchange);
    }

    private static ProblemException refusal(ServerHttpRequest request) {
        boolean shown = request.getHeaders().containsHeader(HttpHeaders.AUTHORIZATION);
        String detail = shown ? "the key is not the right one" : "send the key as Authorization: Bearer KEY";
        String challenge = shown ? "Bearer realm=\"faasbatch\", error=\"invalid_token\"" : "Bearer realm=\"faasbatch\"";
        return new ProblemException(HttpStatus.UNAUTHORIZED, "unauthorized", detail)
                .header(HttpHeaders.WWW_AUTHENTICATE, challenge);
    }
}
