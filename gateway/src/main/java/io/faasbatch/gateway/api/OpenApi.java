package io.faasbatch.gateway.api;

import io.faasbatch.engine.definition.TrustedYaml;
import io.faasbatch.engine.http.Bodies;
import io.faasbatch.engine.http.Endpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** The description of this API, written by hand as YAML and served as JSON. */
final class OpenApi {

    static final String PATH = "/v3/api-docs";

    private OpenApi() {}

    static Endpoint endpoint(Bodies bodies) {
        Mono<Object> document = Mono.fromSupplier(OpenApi::document).cache();
        return Endpoint.get(PATH, _ -> document.flatMap(content -> bodies.answer(ServerResponse.ok(), content)));
    }

    static Object document() {
        try (InputStream text = OpenApi.class.getResourceAsStream("/openapi.yaml")) {
            if (text == null) {
                throw new IllegalStateException("openapi.yaml is not in the program");
            }
            return TrustedYaml.read(text, "openapi.yaml");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
