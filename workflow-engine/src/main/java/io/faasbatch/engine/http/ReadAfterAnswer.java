package io.faasbatch.engine.http;

import io.netty.channel.Channel;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import reactor.netty.Connection;
import reactor.netty.ConnectionObserver;
import reactor.netty.http.server.HttpServer;

/**
 * Asks a connection for its next request once more after each answer. Reactor Netty 1.3.7 asks nobody when a request that was
 * kept behind another one is answered while the event loop still hands it over: the connection then stays open and is never
 * read again (reactor-netty issue 4361). To ask twice does no harm: at most one more piece of a body is read ahead.
 */
public final class ReadAfterAnswer implements NettyServerCustomizer {

    @Override
    public HttpServer apply(HttpServer server) {
        return server.childObserve(ReadAfterAnswer::changed);
    }

    private static void changed(Connection connection, ConnectionObserver.State state) {
        if (state.equals(ConnectionObserver.State.DISCONNECTING)) {
            Channel channel = connection.channel();
            // in a task of its own: behind the one in which Reactor Netty hands over what it has kept
            channel.eventLoop().execute(channel::read);
        }
    }
}
