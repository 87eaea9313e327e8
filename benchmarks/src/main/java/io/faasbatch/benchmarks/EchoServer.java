package io.faasbatch.benchmarks;

import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.netty.http.server.HttpServer;

/** The floor to compare with: a bare WebFlux server on loopback that answers a POST with its own body. */
public final class EchoServer {

    private EchoServer() {}

    /** Serves until it is killed; the one argument is the port. */
    public static void main(String[] args) {
        int port = Integer.parseInt(args[0]);
        var routes = RouterFunctions.route()
                .POST(
                        "/echo",
                        request -> ServerResponse.ok()
                                .contentType(MediaType.APPLICATION_JSON)
                                .body(request.bodyToMono(byte[].class), byte[].class))
                .build();
        HttpServer.create()
                .host("127.0.0.1")
                .port(port)
                .handle(new ReactorHttpHandlerAdapter(RouterFunctions.toHttpHandler(routes)))
                .bindNow()
                .onDispose()
                .block();
    }
}
