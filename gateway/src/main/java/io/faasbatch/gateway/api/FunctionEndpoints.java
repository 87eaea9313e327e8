package io.faasbatch.gateway.api;

import io.faasbatch.engine.function.FunctionCatalog;
import io.faasbatch.engine.function.FunctionDefinition;
import io.faasbatch.engine.function.FunctionName;
import io.faasbatch.engine.function.FunctionPackage;
import io.faasbatch.engine.http.Endpoint;
import java.net.URI;
import java.util.List;
import java.util.concurrent.Callable;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Deploying functions and showing them. */
final class FunctionEndpoints {

    private static final List<MediaType> ARCHIVES = List.of(
            MediaType.parseMediaType("application/zip"), MediaType.parseMediaType("application/x-zip-compressed"));

    private final Edge edge;
    private final FunctionCatalog catalog;
    private final FunctionPackageReader reader;
    private final DefinitionCache definitions;

    FunctionEndpoints(Edge edge, FunctionCatalog catalog, FunctionPackageReader reader, DefinitionCache definitions) {
        this.edge = edge;
        this.catalog = catalog;
        this.reader = reader;
        this.definitions = definitions;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.put("/v1/functions/{name}", ARCHIVES, this::deploy),
                Endpoint.get("/v1/functions", this::list),
                Endpoint.get("/v1/functions/{name}", this::show),
                Endpoint.delete("/v1/functions/{name}", this::delete));
    }

    private Mono<ServerResponse> deploy(ServerRequest request) {
        FunctionName name = new FunctionName(Requests.nameToDeploy(request));
        return edge.bodies()
                .bytes(request, edge.limits().maxPackage().intBytes())
                .flatMap(archive -> edge.blocking().call(() -> changing(name, () -> deploy(name, archive))))
                .flatMap(deployed -> edge.bodies().answer(deployed.status(), deployed.function()));
    }

    /** The change is known to this gateway before its client hears of it. */
    private <T> T changing(FunctionName name, Callable<T> change) throws Exception {
        try {
            return change.call();
        } finally {
            definitions.invalidate(name);
        }
    }

    private Deployed deploy(FunctionName name, byte[] archive) throws Exception {
        FunctionPackage read = reader.read(name, archive, edge.clock().instant());
        boolean isNew = catalog.deploy(read);
        // An archive that was deployed before keeps the time of its first deployment.
        FunctionDefinition current = catalog.find(name).orElse(read.definition());
        return new Deployed(isNew, FunctionView.of(current));
    }

    private record Deployed(boolean isNew, FunctionView function) {

        ServerResponse.BodyBuilder status() {
            return isNew ? ServerResponse.created(URI.create("/v1/functions/" + function.name())) : ServerResponse.ok();
        }
    }

    private Mono<ServerResponse> list(ServerRequest request) {
        Paging paging = Paging.of(request);
        return edge.blocking()
                .call(() -> catalog.list(paging.cursor(), paging.limit()))
                .onErrorMap(IllegalArgumentException.class, _ -> Paging.badCursor())
                .flatMap(page -> edge.bodies().answer(ServerResponse.ok(), Paging.Listing.of(page, FunctionView::of)));
    }

    private Mono<ServerResponse> show(ServerRequest request) {
        FunctionName name = Requests.function(request);
        return edge.blocking()
                .find(() -> catalog.find(name))
                .switchIfEmpty(Mono.error(() -> Requests.unknown("function", name.value())))
                .flatMap(found -> edge.bodies().answer(ServerResponse.ok(), FunctionView.of(found)));
    }

    private Mono<ServerResponse> delete(ServerRequest request) {
        FunctionName name = Requests.function(request);
        return edge.blocking()
                .call(() -> changing(name, () -> catalog.delete(name)))
                .flatMap(deleted -> deleted
                        ? ServerResponse.noContent().build()
                        : Mono.error(() -> Requests.unknown("function", name.value())));
    }
}
