package io.faasbatch.engine.http;

import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * One operation of an HTTP interface.
 *
 * @param path with variables in braces
 * @param consumes the types a body may have; empty when there is no body
 * @param produces the type of a successful answer; empty when it has no body
 */
public record Endpoint(
        HttpMethod method,
        String path,
        List<MediaType> consumes,
        Optional<MediaType> produces,
        HandlerFunction<ServerResponse> handler) {

    public Endpoint {
        consumes = List.copyOf(consumes);
    }

    /** Answers with JSON, takes no body. */
    public static Endpoint get(String path, HandlerFunction<ServerResponse> handler) {
        return new Endpoint(HttpMethod.GET, path, List.of(), Optional.of(MediaType.APPLICATION_JSON), handler);
    }

    /** Takes and answers JSON. */
    public static Endpoint post(String path, HandlerFunction<ServerResponse> handler) {
        List<MediaType> json = List.of(MediaType.APPLICATION_JSON, new MediaType("application", "*+json"));
        return new Endpoint(HttpMethod.POST, path, json, Optional.of(MediaType.APPLICATION_JSON), handler);
    }

    /** Takes one of the types, answers JSON. */
    public static Endpoint put(String path, List<MediaType> types, HandlerFunction<ServerResponse> handler) {
        return new Endpoint(HttpMethod.PUT, path, types, Optional.of(MediaType.APPLICATION_JSON), handler);
    }

    /** Takes and answers nothing. */
    public static Endpoint delete(String path, HandlerFunction<ServerResponse> handler) {
        return new Endpoint(HttpMethod.DELETE, path, List.of(), Optional.empty(), handler);
    }

    public Endpoint producing(MediaType type) {
        return new Endpoint(method, path, consumes, Optional.of(type), handler);
    }
}
