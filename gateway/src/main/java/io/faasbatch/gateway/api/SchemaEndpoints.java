package io.faasbatch.gateway.api;

import io.faasbatch.engine.http.Endpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerResponse;

/** The JSON Schemas of the definitions, for editors. */
final class SchemaEndpoints {

    private SchemaEndpoints() {}

    static List<Endpoint> endpoints() {
        return List.of(schema("workflow"), schema("function"));
    }

    private static Endpoint schema(String name) {
        byte[] text = read(name);
        return Endpoint.get(
                "/v1/schemas/" + name,
                _ -> ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).bodyValue(text));
    }

    private static byte[] read(String name) {
        String file = "/schema/" + name + ".schema.json";
        try (InputStream text = SchemaEndpoints.class.getResourceAsStream(file)) {
            if (text == null) {
                throw new IllegalStateException(file + " is not in the program");
            }
            return text.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
