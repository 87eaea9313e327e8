package io.faasbatch.engine.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * Answers {@code GET /actuator/health}: 200 when every part is up, else 503. Sentences are shown only to callers who showed the
 * secret. The parts are asked at most once a second, whoever asks, because this one call is open to everybody.
 */
public final class HealthEndpoint {

    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private final Bodies bodies;
    private final Mono<Map<String, PartHealth>> parts;

    /** @param parts asks every part, by name */
    public HealthEndpoint(Bodies bodies, Mono<Map<String, PartHealth>> parts) {
        this.bodies = bodies;
        this.parts = parts.timeout(PATIENCE)
                .onErrorResume(e -> Mono.just(Map.of("parts", new PartHealth(false, "did not answer in time: " + e))))
                .cache(FRESH);
    }

    public Endpoint endpoint() {
        return Endpoint.get(BearerFilter.HEALTH, this::health);
    }

    private Mono<ServerResponse> health(ServerRequest request) {
        boolean trusted = Boolean.TRUE.equals(request.attributes().get(BearerFilter.TRUSTED));
        return parts.flatMap(found -> {
            Health health = Health.of(found, trusted);
            HttpStatus status = health.status().equals("UP") ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE;
            return bodies.answer(ServerResponse.status(status), health);
        });
    }

    private record Health(String status, Map<String, Part> components) {

        static Health of(Map<String, PartHealth> parts, boolean detailed) {
            Map<String, Part> components = new LinkedHashMap<>();
            parts.forEach((name, part) -> components.put(
                    name, new Part(word(part.up()), detailed ? new Details(part.detail(), part.findings()) : null)));
            return new Health(word(parts.values().stream().allMatch(PartHealth::up)), components);
        }

        private static String word(boolean up) {
            return up ? "UP" : "DOWN";
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Part(String status, @Nullable Details details) {}

    private record Details(
            String message,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Finding> findings) {}
}
