package io.faasbatch.gateway.api;

import io.faasbatch.engine.app.StorageCheck;
import io.faasbatch.engine.container.ContainerInfo;
import io.faasbatch.engine.http.Endpoint;
import io.faasbatch.engine.http.Finding;
import io.faasbatch.engine.http.HealthEndpoint;
import io.faasbatch.engine.http.PartHealth;
import io.faasbatch.engine.http.PrometheusEndpoint;
import io.faasbatch.engine.worker.Worker;
import io.faasbatch.engine.worker.WorkerHealth;
import io.faasbatch.engine.worker.WorkerInfo;
import io.faasbatch.gateway.worker.WorkerDirectory;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Who is there, what runs where, and how it is. */
final class SystemEndpoints {

    private final Edge edge;
    private final WorkerDirectory workers;
    private final StorageCheck storage;
    private final PrometheusMeterRegistry registry;

    SystemEndpoints(Edge edge, WorkerDirectory workers, StorageCheck storage, PrometheusMeterRegistry registry) {
        this.edge = edge;
        this.workers = workers;
        this.storage = storage;
        this.registry = registry;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/v1/workers", this::workers),
                Endpoint.get("/v1/containers", this::containers),
                new HealthEndpoint(edge.bodies(), parts()).endpoint(),
                PrometheusEndpoint.of(registry, edge.blocking()));
    }

    private Mono<ServerResponse> workers(ServerRequest request) {
        Paging paging = Paging.of(request);
        List<WorkerInfo> all = workers.workers().stream().map(Worker::info).toList();
        return edge.bodies().answer(ServerResponse.ok(), paging.of(all, WorkerInfo::id));
    }

    private Mono<ServerResponse> containers(ServerRequest request) {
        Paging paging = Paging.of(request);
        boolean generic =
                request.queryParam("generic").map(Boolean::parseBoolean).orElse(false);
        return workers.ask(worker -> Mono.fromFuture(worker::containers))
                .flatMapIterable(found -> found)
                .filter(container -> generic || !container.isGeneric())
                .collectList()
                .flatMap(all -> edge.bodies().answer(ServerResponse.ok(), paging.of(all, ContainerInfo::id)));
    }

    private Mono<Map<String, PartHealth>> parts() {
        Mono<PartHealth> redis = edge.blocking().call(storage::check);
        Mono<PartHealth> doctor = edge.blocking().call(() -> doctor(storage.findings()));
        Mono<List<WorkerHealth>> healths =
                workers.ask(worker -> Mono.fromFuture(worker::health)).collectList();
        return Mono.zip(redis, doctor, healths).map(answered -> {
            Map<String, PartHealth> parts = new LinkedHashMap<>();
            parts.put("redis", answered.getT1());
            parts.put("doctor", answered.getT2());
            parts.put("sandbox", sandbox(answered.getT3()));
            parts.put("workers", present(answered.getT3().size()));
            return parts;
        });
    }

    /** Always up: advice is no outage. */
    private static PartHealth doctor(List<Finding> findings) {
        List<String> ill = findings.stream()
                .filter(finding -> !finding.ok())
                .map(Finding::name)
                .toList();
        String sentence = ill.isEmpty() ? "nothing asks for attention" : "look at " + String.join(", ", ill);
        return new PartHealth(true, sentence, findings);
    }

    private static PartHealth sandbox(List<WorkerHealth> answers) {
        List<String> down = answers.stream()
                .filter(health -> !health.sandboxUp())
                .map(WorkerHealth::sandbox)
                .toList();
        int up = answers.size() - down.size();
        String sentence = up + " of " + answers.size() + " worker(s) can start containers";
        return new PartHealth(up > 0, down.isEmpty() ? sentence : sentence + ": " + String.join("; ", down));
    }

    private PartHealth present(int answering) {
        String sentence = answering + " of " + workers.workers().size() + " known worker(s) answer"
                + (workers.isEmbedded() ? ", inside this gateway" : "");
        return new PartHealth(answering > 0, sentence);
    }
}
