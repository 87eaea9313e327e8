package io.faasbatch.gateway.api;

import io.faasbatch.engine.execution.Execution;
import io.faasbatch.engine.workflow.Workflow;
import io.faasbatch.engine.workflow.WorkflowLoader;
import io.faasbatch.engine.workflow.WorkflowName;
import java.net.URI;
import java.util.Optional;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Answers with executions: with their steps, unless {@code steps=none} is asked for. */
final class Shown {

    private final Edge edge;
    private final WorkflowLoader workflows;
    private final ValueView values;

    Shown(Edge edge, WorkflowLoader workflows, ValueView values) {
        this.values = values;
        this.edge = edge;
        this.workflows = workflows;
    }

    Mono<ServerResponse> accepted(Execution execution, ServerRequest request) {
        URI location = URI.create("/v1/executions/" + execution.id());
        return answer(ServerResponse.accepted().location(location), execution, request);
    }

    /** The definition may have to be fetched, so the view is made where waiting is allowed. */
    Mono<ServerResponse> answer(ServerResponse.BodyBuilder response, Execution execution, ServerRequest request) {
        boolean steps = !request.queryParam("steps").filter("none"::equals).isPresent();
        return edge.blocking()
                .call(() -> view(execution, steps))
                .flatMap(view -> edge.bodies().answer(response, view));
    }

    private ExecutionView view(Execution stored, boolean steps) {
        String here = "/v1/executions/" + stored.id();
        Execution execution = values.show(stored, here);
        if (!steps) {
            return ExecutionView.of(execution, null);
        }
        Optional<Workflow> definition = workflows.find(new WorkflowName(execution.workflow()), execution.version());
        return ExecutionView.of(execution, StepList.of(execution, definition, workflows));
    }
}
