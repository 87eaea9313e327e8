package io.faasbatch.engine.http;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Answers {@code GET /actuator/prometheus} with every metric, in Prometheus' text format. */
public final class PrometheusEndpoint {

    private static final MediaType FORMAT = MediaType.parseMediaType("text/plain; version=0.0.4; charset=utf-8");

    private PrometheusEndpoint() {}

    public static Endpoint of(PrometheusMeterRegistry registry, Blocking blocking) {
        return Endpoint.get(
                        "/actuator/prometheus",
                        _ -> blocking.call(registry::scrape)
                                .flatMap(text ->
                                        ServerResponse.ok().contentType(FORMAT).bodyValue(text)))
                .producing(MediaType.TEXT_PLAIN);
    }
}
