package io.faasbatch.gateway.api;

import io.faasbatch.engine.function.FunctionCatalog;
import io.faasbatch.engine.http.Endpoint;
import io.faasbatch.engine.workflow.Workflow;
import io.faasbatch.engine.workflow.WorkflowCatalog;
import io.faasbatch.engine.workflow.WorkflowName;
import io.faasbatch.engine.workflow.WorkflowSource;
import io.faasbatch.engine.workflow.WorkflowText;
import java.net.URI;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Deploying workflows and showing them. */
final class WorkflowEndpoints {

    private static final List<MediaType> TEXTS = List.of(
            MediaType.APPLICATION_YAML,
            MediaType.APPLICATION_JSON,
            WorkflowBody.ZIP,
            MediaType.parseMediaType("application/x-yaml"),
            MediaType.parseMediaType("text/yaml"));

    private final Edge edge;
    private final WorkflowCatalog catalog;
    private final FunctionCatalog functions;
    private final WorkflowReader reader;

    WorkflowEndpoints(Edge edge, WorkflowCatalog catalog, FunctionCatalog functions, WorkflowReader reader) {
        this.edge = edge;
        this.catalog = catalog;
        this.functions = functions;
        this.reader = reader;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.put("/v1/workflows/{name}", TEXTS, this::deploy),
                Endpoint.get("/v1/workflows", this::list),
                Endpoint.get("/v1/workflows/{name}", this::show),
                Endpoint.delete("/v1/workflows/{name}", this::delete));
    }

    private Mono<ServerResponse> deploy(ServerRequest request) {
        WorkflowName name = new WorkflowName(Requests.nameToDeploy(request));
        int limit = edge.limits().maxBody().intBytes();
        return edge.bodies()
                .bytes(request, limit)
                .flatMap(body -> edge.blocking().call(() -> deploy(name, text(request, body, limit))))
                .flatMap(deployed -> edge.bodies().answer(deployed.status(), WorkflowView.of(deployed.source())));
    }

    private static WorkflowText text(ServerRequest request, byte[] body, int limit) {
        MediaType type = request.headers().contentType().orElse(null);
        return WorkflowBody.read(body, type, request.queryParams().toSingleValueMap(), limit);
    }

    private Deployed deploy(WorkflowName name, WorkflowText text) throws Exception {
        Workflow read = reader.read(
                name,
                text,
                function -> functions.find(function).isPresent(),
                workflow -> catalog.find(workflow).isPresent());
        WorkflowSource source =
                new WorkflowSource(name, read.version(), text, edge.clock().instant());
        return new Deployed(catalog.deploy(source), source);
    }

    private record Deployed(boolean isNew, WorkflowSource source) {

        ServerResponse.BodyBuilder status() {
            return isNew ? ServerResponse.created(URI.create("/v1/workflows/" + source.name())) : ServerResponse.ok();
        }
    }

    private Mono<ServerResponse> list(ServerRequest request) {
        Paging paging = Paging.of(request);
        return edge.blocking()
                .call(() -> catalog.list(paging.cursor(), paging.limit()))
                .onErrorMap(IllegalArgumentException.class, _ -> Paging.badCursor())
                .flatMap(page ->
                        edge.bodies().answer(ServerResponse.ok(), Paging.Listing.of(page, WorkflowView::inList)));
    }

    private Mono<ServerResponse> show(ServerRequest request) {
        WorkflowName name = Requests.workflow(request);
        return edge.blocking()
                .find(() -> catalog.find(name))
                .switchIfEmpty(Mono.error(() -> Requests.unknown("workflow", name.value())))
                .flatMap(found -> edge.bodies().answer(ServerResponse.ok(), WorkflowView.of(found)));
    }

    private Mono<ServerResponse> delete(ServerRequest request) {
        WorkflowName name = Requests.workflow(request);
        return edge.blocking()
                .call(() -> catalog.delete(name))
                .flatMap(deleted -> deleted
                        ? ServerResponse.noContent().build()
                        : Mono.error(() -> Requests.unknown("workflow", name.value())));
    }
}
