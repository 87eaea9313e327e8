package io.faasbatch.engine.http;

import java.time.Duration;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * What is left of a body when a request is refused before it was read. A short rest is read and thrown away, so that the connection
 * can be used again; otherwise the connection ends with the answer, because its next request could not be told from the rest.
 */
final class UnreadBody {

    /** Request attribute: somebody has begun to read the body. */
    static final String TAKEN = UnreadBody.class.getName() + ".taken";

    /** Request attribute: the body was read to its end. */
    static final String READ = UnreadBody.class.getName() + ".read";

    /** Closing on a client that still writes can cost it the answer, so what is worth reading is read. */
    private static final int SHORT = 16 << 20;

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private UnreadBody() {}

    /** Whether the connection can be used again once this has completed. */
    static Mono<Boolean> discard(ServerWebExchange exchange) {
        ServerHttpRequest request = exchange.getRequest();
        HttpHeaders headers = request.getHeaders();
        boolean chunked = headers.containsHeader(HttpHeaders.TRANSFER_ENCODING);
        if (exchange.getAttributes().containsKey(READ) || (headers.getContentLength() <= 0 && !chunked)) {
            return Mono.just(true);
        }
        if (exchange.getAttributes().containsKey(TAKEN) || headers.getContentLength() > SHORT) {
            return Mono.just(false);
        }
        return request.getBody()
                .reduce(0L, UnreadBody::discarded)
                .thenReturn(true)
                .timeout(PATIENCE)
                .onErrorReturn(false);
    }

    private static long discarded(long before, DataBuffer buffer) {
        long all = before + buffer.readableByteCount();
        DataBufferUtils.release(buffer);
        if (all > SHORT) {
            throw new DataBufferLimitException("more than is worth reading");
        }
        return all;
    }
}
