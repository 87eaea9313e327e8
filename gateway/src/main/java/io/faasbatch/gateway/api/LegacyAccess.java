package io.faasbatch.gateway.api;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;

/** Who may use the paths of the original gateway, whose clients show no key. */
public enum LegacyAccess {
    /** Nobody: the paths do not exist. */
    OFF,
    /** Clients on this machine. */
    LOOPBACK,
    /** Everybody who can reach the gateway. */
    EVERYWHERE;

    static final String RUN = "/run";
    static final String CLEAR_CONTAINER = "/clear_container";

    /** What a client of FaaSBatch sends when it is done; nothing is kept here that would have to be written down then. */
    private static final String FINALIZE_HIT_RATE = "/finalize_hit_rate";

    static final List<String> PATHS = List.of(RUN, CLEAR_CONTAINER, FINALIZE_HIT_RATE);

    /** The requests that need no key. */
    public Predicate<ServerHttpRequest> open() {
        return request -> this != OFF
                && PATHS.contains(request.getPath().value())
                && (this == EVERYWHERE || isLocal(request.getRemoteAddress()));
    }

    private static boolean isLocal(@Nullable InetSocketAddress client) {
        return client != null
                && client.getAddress() != null
                && client.getAddress().isLoopbackAddress();
    }
}
