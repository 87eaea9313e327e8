package io.faasbatch.gateway.api;

import io.faasbatch.engine.container.Cleared;
import io.faasbatch.engine.http.DispatchBody;
import io.faasbatch.engine.http.Endpoint;
import io.faasbatch.engine.http.Queries;
import io.faasbatch.engine.invocation.DispatchChoice;
import io.faasbatch.engine.worker.Worker;
import io.faasbatch.engine.worker.WorkerUnavailableException;
import io.faasbatch.gateway.worker.WorkerDirectory;
import io.faasbatch.grouping.Strategies;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** For experiments: how the workers dispatch, changed while they run, and a start without containers. */
final class DispatchEndpoints {

    /** Most workers that are asked at a time. */
    private static final int AT_A_TIME = 64;

    private final Edge edge;
    private final WorkerDirectory workers;

    /** How one worker dispatches. */
    record OfWorker(String worker, DispatchBody dispatch) {}

    /** @param strategies the names there are */
    record Answer(List<String> strategies, List<OfWorker> workers) {}

    DispatchEndpoints(Edge edge, WorkerDirectory workers) {
        this.edge = edge;
        this.workers = workers;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/v1/dispatch", _ -> answer(Worker::dispatch)),
                Endpoint.put("/v1/dispatch", List.of(MediaType.APPLICATION_JSON), this::choose),
                Endpoint.delete("/v1/containers", this::clear).producing(MediaType.APPLICATION_JSON));
    }

    private Mono<ServerResponse> choose(ServerRequest request) {
        return edge.bodies()
                .record(request, DispatchBody.MAX_BYTES, DispatchBody.class)
                .map(DispatchBody::choice)
                .flatMap(choice -> answer(worker -> worker.dispatch(choice)));
    }

    /** Every worker has to answer: an experiment on workers of which some dispatch otherwise would measure nothing. */
    private Mono<ServerResponse> answer(Function<Worker, CompletableFuture<DispatchChoice>> question) {
        return Flux.fromIterable(present())
                .flatMapDelayError(
                        worker -> Mono.fromFuture(() -> question.apply(worker))
                                .map(choice -> new OfWorker(worker.info().id(), DispatchBody.of(choice))),
                        AT_A_TIME,
                        1)
                .onErrorMap(errors -> Exceptions.unwrapMultiple(errors).getFirst())
                .collectSortedList(Comparator.comparing(OfWorker::worker))
                .flatMap(all -> edge.bodies().answer(ServerResponse.ok(), new Answer(Strategies.names(), all)));
    }

    private Mono<ServerResponse> clear(ServerRequest request) {
        boolean all = Queries.all(request);
        return Flux.fromIterable(present())
                .flatMap(worker -> Mono.fromFuture(() -> worker.clearContainers(all)))
                .reduce(
                        new Cleared(0, 0),
                        (sum, more) -> new Cleared(sum.removed() + more.removed(), sum.left() + more.left()))
                .flatMap(cleared -> edge.bodies().answer(ServerResponse.ok(), cleared));
    }

    private List<Worker> present() {
        List<Worker> present = List.copyOf(workers.workers());
        if (present.isEmpty()) {
            throw new WorkerUnavailableException("no worker is there", null);
        }
        return present;
    }
}
