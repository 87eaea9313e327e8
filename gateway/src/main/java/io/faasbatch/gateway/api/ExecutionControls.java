package io.faasbatch.gateway.api;

import io.faasbatch.engine.execution.Execution;
import io.faasbatch.engine.execution.ExecutionId;
import io.faasbatch.engine.execution.ExecutionStatus;
import io.faasbatch.engine.execution.ExecutionStore;
import io.faasbatch.engine.execution.ExecutionStore.Request;
import io.faasbatch.engine.http.Endpoint;
import io.faasbatch.engine.http.ProblemException;
import java.util.List;
import java.util.concurrent.Callable;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** What can be asked of an execution: its end, a pause, going on, another run. Asking twice is as good as once. */
final class ExecutionControls {

    /** Nobody needs a body here; a short one is tolerated. */
    private static final int LONGEST_BODY = 64 << 10;

    private final Edge edge;
    private final ExecutionStore store;
    private final Shown shown;

    ExecutionControls(Edge edge, ExecutionStore store, Shown shown) {
        this.edge = edge;
        this.store = store;
        this.shown = shown;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.post("/v1/executions/{id}/cancel", request -> ask(request, Request.CANCEL)),
                Endpoint.post("/v1/executions/{id}/pause", request -> ask(request, Request.PAUSE)),
                Endpoint.post("/v1/executions/{id}/resume", request -> ask(request, Request.RESUME)),
                Endpoint.post("/v1/executions/{id}/rerun", this::rerun));
    }

    private Mono<ServerResponse> ask(ServerRequest request, Request wish) {
        ExecutionId id = new ExecutionId(Requests.id(request, "execution"));
        return answer(request, () -> {
            ExecutionStatus before = store.request(id, wish, edge.clock().instant())
                    .orElseThrow(() -> Requests.unknown("execution", id.value()));
            boolean fulfilled = wish == Request.CANCEL && before == ExecutionStatus.CANCELLED;
            if (before.ended() && !fulfilled) {
                throw conflict("execution-ended", "execution " + id + " has ended: " + before);
            }
            return now(id);
        });
    }

    private Mono<ServerResponse> rerun(ServerRequest request) {
        ExecutionId id = new ExecutionId(Requests.id(request, "execution"));
        return answer(request, () -> {
            ExecutionStatus before = store.rerun(id).orElseThrow(() -> Requests.unknown("execution", id.value()));
            return switch (before) {
                case PENDING, RUNNING -> throw conflict("execution-not-ended", "execution " + id + " is " + before);
                case SUCCEEDED ->
                    throw conflict("execution-succeeded", "execution " + id + " succeeded: nothing is left to run");
                case FAILED, CANCELLED, TIMED_OUT -> now(id);
            };
        });
    }

    private Mono<ServerResponse> answer(ServerRequest request, Callable<Execution> ask) {
        return edge.bodies()
                .bytes(request, LONGEST_BODY)
                .flatMap(_ -> edge.blocking().call(ask))
                .flatMap(execution -> shown.accepted(execution, request));
    }

    private Execution now(ExecutionId id) {
        return store.find(id).orElseThrow(() -> Requests.unknown("execution", id.value()));
    }

    private static ProblemException conflict(String kind, String detail) {
        return new ProblemException(HttpStatus.CONFLICT, kind, detail);
    }
}
