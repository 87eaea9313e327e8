package io.faasbatch.engine.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Makes routes of endpoints, with the answers 405, 406 and 415 where a request does not fit one. */
public final class Router {

    private Router() {}

    public static RouterFunction<ServerResponse> of(List<Endpoint> endpoints) {
        RouterFunctions.Builder routes = RouterFunctions.route();
        Map<String, List<Endpoint>> byPath = endpoints.stream()
                .collect(Collectors.groupingBy(Endpoint::path, LinkedHashMap::new, Collectors.toList()));
        byPath.forEach((path, ofPath) -> {
            ofPath.forEach(endpoint -> routes.add(route(endpoint)));
            routes.route(RequestPredicates.path(path), request -> Mono.error(() -> wrongMethod(request, ofPath)));
        });
        return routes.build();
    }

    private static RouterFunction<ServerResponse> route(Endpoint endpoint) {
        return RouterFunctions.route(
                RequestPredicates.method(endpoint.method()).and(RequestPredicates.path(endpoint.path())), request -> {
                    refuseUnfit(endpoint, request);
                    return endpoint.handler().handle(request);
                });
    }

    private static void refuseUnfit(Endpoint endpoint, ServerRequest request) {
        Optional<MediaType> type = contentType(request);
        if (!endpoint.consumes().isEmpty()
                && type.isPresent()
                && endpoint.consumes().stream().noneMatch(allowed -> allowed.includes(type.get()))) {
            throw wrongType(endpoint, type.get());
        }
        endpoint.produces().ifPresent(produced -> refuseUnacceptable(produced, request));
    }

    private static void refuseUnacceptable(MediaType produced, ServerRequest request) {
        List<MediaType> accepted = accepted(request);
        if (!accepted.isEmpty() && accepted.stream().noneMatch(type -> type.isCompatibleWith(produced))) {
            throw new ProblemException(
                    HttpStatus.NOT_ACCEPTABLE,
                    "not-acceptable",
                    "the answer would be " + produced + ", which Accept excludes");
        }
    }

    private static Optional<MediaType> contentType(ServerRequest request) {
        try {
            return request.headers().contentType();
        } catch (RuntimeException e) {
            throw new ProblemException(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "wrong-type", "Content-Type cannot be read");
        }
    }

    private static List<MediaType> accepted(ServerRequest request) {
        try {
            return request.headers().accept();
        } catch (RuntimeException e) {
            throw new ProblemException(HttpStatus.NOT_ACCEPTABLE, "not-acceptable", "Accept cannot be read");
        }
    }

    private static ProblemException wrongType(Endpoint endpoint, MediaType type) {
        String allowed = endpoint.consumes().stream().map(MediaType::toString).collect(Collectors.joining(", "));
        return new ProblemException(
                        HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                        "wrong-type",
                        "the body is " + type + " but must be " + allowed)
                .header(HttpHeaders.ACCEPT, allowed);
    }

    private static ProblemException wrongMethod(ServerRequest request, List<Endpoint> ofPath) {
        String allowed =
                ofPath.stream().map(endpoint -> endpoint.method().name()).collect(Collectors.joining(", "));
        return new ProblemException(
                        HttpStatus.METHOD_NOT_ALLOWED,
                        "wrong-method",
                        request.method() + " is not possible here, but " + allowed)
                .header(HttpHeaders.ALLOW, allowed);
    }
}
