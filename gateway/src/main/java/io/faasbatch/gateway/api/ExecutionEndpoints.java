package io.faasbatch.gateway.api;

import io.faasbatch.engine.execution.Execution;
import io.faasbatch.engine.execution.ExecutionId;
import io.faasbatch.engine.execution.ExecutionStatus;
import io.faasbatch.engine.execution.ExecutionStore;
import io.faasbatch.engine.http.Endpoint;
import io.faasbatch.engine.workflow.WorkflowCatalog;
import io.faasbatch.engine.workflow.WorkflowName;
import io.faasbatch.engine.workflow.WorkflowSource;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Starting workflows and what became of it. */
final class ExecutionEndpoints {

    private final Edge edge;
    private final WorkflowCatalog workflows;
    private final ExecutionStore store;
    private final ExecutionWait waiting;
    private final InputReader inputs;
    private final Shown shown;

    ExecutionEndpoints(Edge edge, WorkflowCatalog workflows, ExecutionStore store, InputReader inputs, Shown shown) {
        this.inputs = inputs;
        this.edge = edge;
        this.workflows = workflows;
        this.store = store;
        this.shown = shown;
        this.waiting = new ExecutionWait(store, edge.settings().maxWaiters());
    }

    List<Endpoint> endpoints() {
        return List.of(
                start(Endpoint.post("/v1/workflows/{name}/executions", this::start)),
                Endpoint.get("/v1/executions", this::list),
                Endpoint.get("/v1/executions/{id}", this::show));
    }

    /** What is no JSON is a binary input. */
    private static Endpoint start(Endpoint json) {
        return new Endpoint(json.method(), json.path(), List.of(MediaType.ALL), json.produces(), json.handler());
    }

    private Mono<ServerResponse> start(ServerRequest request) {
        WorkflowName name = Requests.workflow(request);
        Optional<String> key = Requests.idempotencyKey(request);
        Optional<Duration> wait = Preferences.of(request).patience();
        return inputs.read(request)
                .flatMap(input -> edge.blocking().call(() -> start(name, input, key)))
                .flatMap(accepted -> wait.map(most -> finished(accepted, most, request))
                        .orElseGet(() -> shown.accepted(accepted, request)));
    }

    private Execution start(WorkflowName name, InputReader.Input input, Optional<String> key) {
        WorkflowSource workflow = workflows.find(name).orElseThrow(() -> Requests.unknown("workflow", name.value()));
        ExecutionId fresh = ExecutionId.random();
        Execution pending = Execution.pending(
                fresh,
                name.value(),
                workflow.version(),
                inputs.keep(input, fresh),
                edge.clock().instant());
        ExecutionId id = store.accept(pending, key);
        // With a key that was used before, the accepted execution is the earlier one.
        return id.value().equals(pending.id())
                ? pending
                : store.find(id).orElseThrow(() -> Requests.unknown("execution", id.value()));
    }

    private Mono<ServerResponse> finished(Execution accepted, Duration wish, ServerRequest request) {
        Duration most = wish.compareTo(edge.settings().maxWait()) < 0
                ? wish
                : edge.settings().maxWait();
        return edge.blocking()
                .find(() -> waiting.await(new ExecutionId(accepted.id()), most))
                .defaultIfEmpty(accepted)
                .flatMap(now -> now.status().ended()
                        ? shown.answer(ServerResponse.ok().header("Preference-Applied", "wait"), now, request)
                        : shown.accepted(now, request));
    }

    private Mono<ServerResponse> list(ServerRequest request) {
        Paging paging = Paging.of(request);
        Optional<WorkflowName> workflow = request.queryParam("workflow").map(ExecutionEndpoints::workflow);
        Optional<ExecutionStatus> status = request.queryParam("status").map(ExecutionEndpoints::status);
        return edge.blocking()
                .call(() -> store.list(workflow, status, paging.cursor(), paging.limit()))
                .onErrorMap(IllegalArgumentException.class, _ -> Paging.badCursor())
                .flatMap(page ->
                        edge.bodies().answer(ServerResponse.ok(), Paging.Listing.of(page, ExecutionInList::of)));
    }

    private static WorkflowName workflow(String text) {
        if (!WorkflowName.isValid(text)) {
            throw Requests.badRequest("bad-workflow", "workflow must be of the form [a-z0-9][a-z0-9-]{0,62}");
        }
        return new WorkflowName(text);
    }

    private static ExecutionStatus status(String text) {
        return Arrays.stream(ExecutionStatus.values())
                .filter(status -> status.name().equals(text))
                .findFirst()
                .orElseThrow(() -> Requests.badRequest(
                        "bad-status", "status must be one of " + Arrays.toString(ExecutionStatus.values())));
    }

    private Mono<ServerResponse> show(ServerRequest request) {
        ExecutionId id = new ExecutionId(Requests.id(request, "execution"));
        return edge.blocking()
                .find(() -> store.find(id))
                .switchIfEmpty(Mono.error(() -> Requests.unknown("execution", id.value())))
                .flatMap(found -> shown.answer(ServerResponse.ok(), found, request));
    }
}
