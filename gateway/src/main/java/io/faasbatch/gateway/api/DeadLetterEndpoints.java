package io.faasbatch.gateway.api;

import io.faasbatch.engine.function.FunctionName;
import io.faasbatch.engine.http.Endpoint;
import io.faasbatch.engine.http.ProblemException;
import io.faasbatch.engine.worker.DeadLetters;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Work that was given up: looked at, tried again or forgotten. */
final class DeadLetterEndpoints {

    private static final String WHAT = "dead-letter";

    private final Edge edge;
    private final DeadLetters letters;

    DeadLetterEndpoints(Edge edge, DeadLetters letters) {
        this.edge = edge;
        this.letters = letters;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/v1/dead-letters", this::list),
                Endpoint.get("/v1/dead-letters/{id}", this::show),
                Endpoint.post("/v1/dead-letters/{id}/redrive", this::redrive),
                Endpoint.delete("/v1/dead-letters/{id}", this::discard));
    }

    private Mono<ServerResponse> list(ServerRequest request) {
        Paging paging = Paging.of(request);
        Optional<FunctionName> function = request.queryParam("function").map(DeadLetterEndpoints::function);
        return edge.blocking()
                .call(() -> letters.list(function, paging.cursor(), paging.limit()))
                .onErrorMap(IllegalArgumentException.class, _ -> Paging.badCursor())
                .flatMap(page ->
                        edge.bodies().answer(ServerResponse.ok(), Paging.Listing.of(page, Function.identity())));
    }

    private static FunctionName function(String text) {
        if (!FunctionName.isValid(text)) {
            throw Requests.badRequest("bad-function", "function must be of the form [a-z0-9][a-z0-9-]{0,62}");
        }
        return new FunctionName(text);
    }

    private Mono<ServerResponse> show(ServerRequest request) {
        String id = Requests.id(request, WHAT);
        return edge.blocking()
                .find(() -> letters.find(id))
                .switchIfEmpty(Mono.error(() -> Requests.unknown(WHAT, id)))
                .flatMap(letter -> edge.bodies().answer(ServerResponse.ok(), letter));
    }

    private Mono<ServerResponse> redrive(ServerRequest request) {
        String id = Requests.id(request, WHAT);
        return edge.blocking().call(() -> letters.redrive(id)).flatMap(outcome -> switch (outcome) {
            case AGAIN ->
                edge.bodies().answer(ServerResponse.accepted().location(Outcome.location(id)), Map.of("id", id));
            case UNKNOWN -> Mono.error(() -> Requests.unknown(WHAT, id));
            case INCOMPLETE ->
                Mono.error(() -> new ProblemException(
                        HttpStatus.CONFLICT, "incomplete-dead-letter", "what is needed to run " + id + " is gone"));
        });
    }

    private Mono<ServerResponse> discard(ServerRequest request) {
        String id = Requests.id(request, WHAT);
        return edge.blocking()
                .call(() -> letters.discard(id))
                .flatMap(known ->
                        known ? ServerResponse.noContent().build() : Mono.error(() -> Requests.unknown(WHAT, id)));
    }
}
