package io.faasbatch.engine.http;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Sends every answer from another thread than the event loop that read the request. Reactor Netty 1.3.7 stops reading a kept-alive connection for ever when a
 * request that was queued behind another one is answered while the loop still hands it over (reactor-netty issue 4361); an
 * answer that comes from another thread cannot be that early. Those of invocations do anyway, and pay nothing for it.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class OffTheLoop implements WebFilter {

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        exchange.getResponse().beforeCommit(OffTheLoop::leave);
        return chain.filter(exchange);
    }

    /** What comes after it goes on in another thread, if it was one of Reactor's or Netty's. */
    private static Mono<Void> leave() {
        return Schedulers.isInNonBlockingThread()
                ? Mono.<Void>empty().subscribeOn(Schedulers.parallel())
                : Mono.empty();
    }
}
