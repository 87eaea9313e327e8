package io.faasbatch.engine.http;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Handles every request off the event loop that read it. Reactor Netty 1.3.7 stops reading a kept-alive connection for ever when a
 * request that was queued behind another one is answered while the loop still hands it over (reactor-netty issue 4361); an
 * answer that comes from another thread cannot be that early.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class OffTheLoop implements WebFilter {

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return Mono.defer(() -> chain.filter(exchange)).subscribeOn(Schedulers.parallel());
    }
}
