package io.faasbatch.gateway.api;

import io.faasbatch.engine.execution.Execution;
import io.faasbatch.engine.execution.ExecutionId;
import io.faasbatch.engine.execution.ExecutionStore;
import io.faasbatch.engine.http.Endpoint;
import io.faasbatch.engine.workflow.Workflow;
import io.faasbatch.engine.workflow.WorkflowLoader;
import io.faasbatch.engine.workflow.WorkflowName;
import io.faasbatch.gateway.graph.Diagram;
import io.faasbatch.gateway.graph.Diagrams;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** The graph of a workflow, and of an execution with the states of its steps. */
final class GraphEndpoints {

    private final Edge edge;
    private final ExecutionStore store;
    private final WorkflowLoader workflows;

    GraphEndpoints(Edge edge, ExecutionStore store, WorkflowLoader workflows) {
        this.edge = edge;
        this.store = store;
        this.workflows = workflows;
    }

    List<Endpoint> endpoints() {
        return List.of(
                anyType("/v1/workflows/{name}/graph", this::ofWorkflow),
                anyType("/v1/executions/{id}/graph", this::ofExecution));
    }

    /** Which type it answers is found out by {@link GraphFormat}. */
    private static Endpoint anyType(String path, HandlerFunction<ServerResponse> handler) {
        return new Endpoint(HttpMethod.GET, path, List.of(), Optional.empty(), handler);
    }

    private Mono<ServerResponse> ofWorkflow(ServerRequest request) {
        WorkflowName name = Requests.workflow(request);
        Optional<String> version = request.queryParam("version");
        return answer(
                request,
                name.value(),
                () -> Diagrams.of(version.map(one -> workflows.find(name, one))
                        .orElseGet(() -> workflows.current(name))
                        .orElseThrow(() -> Requests.unknown(
                                "workflow", name + version.map(one -> "@" + one).orElse("")))));
    }

    private Mono<ServerResponse> ofExecution(ServerRequest request) {
        ExecutionId id = new ExecutionId(Requests.id(request, "execution"));
        return answer(request, "execution " + id, () -> {
            Execution execution = store.find(id).orElseThrow(() -> Requests.unknown("execution", id.value()));
            Workflow workflow = workflows
                    .find(new WorkflowName(execution.workflow()), execution.version())
                    .orElseThrow(() -> Requests.unknown("workflow", execution.workflow()));
            return Diagrams.of(workflow, StepStates.of(execution));
        });
    }

    private Mono<ServerResponse> answer(ServerRequest request, String title, Callable<Diagram> diagram) {
        GraphFormat format = GraphFormat.of(request);
        return edge.blocking()
                .call(() -> format.write(diagram.call(), title))
                .flatMap(text -> ServerResponse.ok()
                        .contentType(format.type())
                        .header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
                        .header("X-Content-Type-Options", "nosniff")
                        .header("Vary", "Accept")
                        .bodyValue(text));
    }
}
