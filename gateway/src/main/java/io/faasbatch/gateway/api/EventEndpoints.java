package io.faasbatch.gateway.api;

import io.faasbatch.engine.execution.ExecutionId;
import io.faasbatch.engine.execution.ExecutionStore;
import io.faasbatch.engine.http.Endpoint;
import io.faasbatch.engine.http.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;

/** Watching an execution as it happens. */
final class EventEndpoints {

    private static final Pattern EVENT_ID = Pattern.compile("[0-9]{1,20}(-[0-9]{1,20})?");
    private static final Duration LATER = Duration.ofSeconds(5);

    private final Edge edge;
    private final ExecutionStore store;
    private final Semaphore places;

    EventEndpoints(Edge edge, ExecutionStore store) {
        this.edge = edge;
        this.store = store;
        this.places = new Semaphore(edge.settings().maxStreams());
    }

    List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/v1/executions/{id}/events", this::events).producing(MediaType.TEXT_EVENT_STREAM));
    }

    private Mono<ServerResponse> events(ServerRequest request) {
        ExecutionId id = new ExecutionId(Requests.id(request, "execution"));
        Optional<String> after = lastEvent(request);
        if (places.availablePermits() == 0) {
            return Mono.error(EventEndpoints::tooMany);
        }
        return edge.blocking()
                .find(() -> store.status(id))
                .switchIfEmpty(Mono.error(() -> Requests.unknown("execution", id.value())))
                .flatMap(_ -> ServerResponse.ok()
                        .contentType(MediaType.TEXT_EVENT_STREAM)
                        .header("Cache-Control", "no-store")
                        .header("X-Accel-Buffering", "no")
                        .body((message, _) ->
                                message.writeAndFlushWith(pieces(id, after).map(Mono::just))));
    }

    private static Optional<String> lastEvent(ServerRequest request) {
        Optional<String> last =
                request.headers().header("Last-Event-ID").stream().findFirst().filter(text -> !text.isEmpty());
        last.filter(text -> !EVENT_ID.matcher(text).matches()).ifPresent(_ -> {
            throw Requests.badRequest("bad-event-id", "Last-Event-ID must be the id of an event of this execution");
        });
        return last;
    }

    private static ProblemException tooMany() {
        return new ProblemException(
                        HttpStatus.SERVICE_UNAVAILABLE, "too-many-streams", "too many clients watch executions here")
                .retryAfter(LATER);
    }

    /** Each piece is made on a thread that may wait, and only when the connection has room for it. */
    private Flux<DataBuffer> pieces(ExecutionId id, Optional<String> after) {
        Flux<byte[]> pieces = Flux.generate(() -> open(id, after), EventEndpoints::next, this::close);
        return edge.blocking().each(pieces).limitRate(1).map(DefaultDataBufferFactory.sharedInstance::wrap);
    }

    private EventStream open(ExecutionId id, Optional<String> after) {
        if (!places.tryAcquire()) {
            throw tooMany();
        }
        return new EventStream(store, id, after, edge.settings().heartbeat());
    }

    private void close(EventStream stream) {
        places.release();
        stream.close();
    }

    private static EventStream next(EventStream stream, SynchronousSink<byte[]> sink) {
        try {
            stream.next().ifPresentOrElse(sink::next, sink::complete);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            sink.complete();
        }
        return stream;
    }
}
