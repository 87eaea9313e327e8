package io.faasbatch.gateway.api;

import io.faasbatch.engine.execution.Execution;
import io.faasbatch.engine.execution.ExecutionId;
import io.faasbatch.engine.execution.ExecutionStatus;
import io.faasbatch.engine.execution.ExecutionStore;
import io.faasbatch.engine.function.FunctionName;
import io.faasbatch.engine.http.Endpoint;
import io.faasbatch.engine.http.Problem;
import io.faasbatch.engine.http.ProblemException;
import io.faasbatch.engine.invocation.InvocationId;
import io.faasbatch.engine.invocation.InvocationRecord;
import io.faasbatch.engine.invocation.InvocationStatus;
import io.faasbatch.engine.workflow.Action;
import io.faasbatch.engine.workflow.ParsedWorkflows;
import io.faasbatch.engine.workflow.Step;
import io.faasbatch.engine.workflow.Workflow;
import io.faasbatch.engine.workflow.WorkflowName;
import io.faasbatch.gateway.worker.WorkerDirectory;
import io.faasbatch.protocol.ErrorDetail;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What FaaSFlow's and FaaSBatch's gateways answer, so that their published test clients run against this one. A request names a
 * workflow; with {@code azure_data} it is a call of one of its first functions, which is made the short way.
 */
final class LegacyApi {

    private static final Map<String, String> OK = Map.of("status", "ok");
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Edge edge;
    private final ParsedWorkflows workflows;
    private final ExecutionStore executions;
    private final ExecutionWait waiting;
    private final DefinitionCache functions;
    private final WorkerDirectory workers;

    LegacyApi(
            Edge edge,
            ParsedWorkflows workflows,
            ExecutionStore executions,
            ExecutionWait waiting,
            DefinitionCache functions,
            WorkerDirectory workers) {
        this.edge = edge;
        this.workflows = workflows;
        this.executions = executions;
        this.waiting = waiting;
        this.functions = functions;
        this.workers = workers;
    }

    /** The original looks at no content type, so any will do. */
    List<Endpoint> endpoints() {
        return LegacyAccess.PATHS.stream()
                .map(path -> Endpoint.post(path, request -> handle(path, request)))
                .map(endpoint -> new Endpoint(
                        HttpMethod.POST,
                        endpoint.path(),
                        List.of(MediaType.ALL),
                        endpoint.produces(),
                        endpoint.handler()))
                .toList();
    }

    private Mono<ServerResponse> handle(String path, ServerRequest request) {
        return switch (path) {
            case LegacyAccess.RUN -> run(request);
            case LegacyAccess.CLEAR_CONTAINER -> clear();
            default -> edge.bodies().answer(ServerResponse.ok(), OK);
        };
    }

    private Mono<ServerResponse> run(ServerRequest request) {
        return edge.bodies()
                .json(request, edge.limits().maxBody().intBytes())
                .flatMap(body -> edge.blocking().call(() -> workflow(body)).flatMap(found -> {
                    long start = System.nanoTime();
                    return run(found, body).then(Mono.defer(() -> ok((System.nanoTime() - start) / NANOS)));
                }));
    }

    private Mono<ServerResponse> ok(double latency) {
        return edge.bodies().answer(ServerResponse.ok(), Map.of("status", "ok", "latency", latency));
    }

    private Mono<Void> run(Workflow workflow, JsonNode body) {
        if (body.path("azure_data").isObject() && !body.path("azure_data").isEmpty()) {
            return call(workflow, body.get("azure_data"));
        }
        if (body.path("azure_bench").asBoolean(false)) {
            return call(workflow, body);
        }
        return edge.blocking().call(() -> execute(workflow, body)).then();
    }

    /** Calls one function of a workflow, as the first of its steps. */
    private Mono<Void> call(Workflow workflow, JsonNode data) {
        String step = data.path("function_name").asString("");
        FunctionName function = workflow.graph().steps().stream()
                .filter(one -> one.after().isEmpty() && one.name().equals(step))
                .map(Step::action)
                .filter(Action.Invoke.class::isInstance)
                .map(action -> ((Action.Invoke) action).function())
                .findFirst()
                .orElseThrow(() -> Requests.unknown("function", step + " at the start of workflow " + workflow.name()));
        return functions
                .find(function)
                .flatMap(definition -> workers.invoke(definition, InvocationId.random(), data))
                .doOnNext(completed -> refuseFailed(completed.invocation()))
                .then();
    }

    private Execution execute(Workflow workflow, JsonNode body) throws InterruptedException {
        Execution pending = Execution.pending(
                ExecutionId.random(),
                workflow.name().value(),
                workflow.version(),
                input(body),
                edge.clock().instant());
        ExecutionId id = executions.accept(pending, Optional.empty());
        Duration most = edge.settings().maxWait();
        Execution ended = waiting.await(id, most).orElse(pending);
        if (ended.status() != ExecutionStatus.SUCCEEDED) {
            String detail = ended.status().ended() ? "ended as " : "is not ended after " + most + ": ";
            throw failed("execution " + id + " " + detail + ended.status(), ended.error());
        }
        return ended;
    }

    /** The original takes the input from its database, where it was put before; here it may come with the request. */
    private static JsonNode input(JsonNode body) {
        ObjectNode none = JsonNodeFactory.instance.objectNode();
        return body.path("input").isObject() ? body.get("input") : none;
    }

    private Workflow workflow(JsonNode body) {
        String text = body.path("workflow").asString("");
        if (text.isEmpty() || !body.path("request_id").isString()) {
            throw Requests.badRequest("malformed-body", "workflow and request_id are required, both as text");
        }
        String name = text.toLowerCase(Locale.ROOT).replace('_', '-');
        return Optional.of(name)
                .filter(WorkflowName::isValid)
                .flatMap(valid -> workflows.current(new WorkflowName(valid)))
                .orElseThrow(() -> Requests.unknown("workflow", text));
    }

    private static void refuseFailed(InvocationRecord invocation) {
        if (invocation.status() != InvocationStatus.SUCCEEDED) {
            throw failed("invocation " + invocation.id() + " ended as " + invocation.status(), invocation.error());
        }
    }

    /** Without {@code latency}, by which the clients tell a failure. */
    private static ProblemException failed(String detail, @Nullable ErrorDetail error) {
        String why = error == null ? "" : " with " + error.type() + ": " + error.message();
        return new ProblemException(Problem.of(HttpStatus.INTERNAL_SERVER_ERROR, "run-failed", detail + why));
    }

    private Mono<ServerResponse> clear() {
        return workers.ask(worker -> Mono.fromFuture(() -> worker.clearContainers(false)))
                .then(Mono.defer(() -> edge.bodies().answer(ServerResponse.ok(), OK)));
    }
}
