package io.faasbatch.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasbatch.engine.http.Endpoint;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Compares the description with the routes of a running gateway. */
public final class OpenApiCheck {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    private OpenApiCheck() {}

    /** The operations are the same set. */
    public static void assertDescribes(List<Endpoint> endpoints) {
        Set<String> routed = new TreeSet<>();
        endpoints.forEach(
                endpoint -> routed.add(endpoint.method().name().toLowerCase(Locale.ROOT) + " " + endpoint.path()));
        assertThat(described()).isEqualTo(routed);
    }

    private static Set<String> described() {
        Set<String> operations = new TreeSet<>();
        Map<?, ?> document = (Map<?, ?>) OpenApi.document();
        Map<?, ?> paths = (Map<?, ?>) Objects.requireNonNull(document.get("paths"));
        paths.forEach((path, item) -> ((Map<?, ?>) item)
                .keySet().stream()
                        .map(String::valueOf)
                        .filter(METHODS::contains)
                        .forEach(method -> operations.add(method + " " + path)));
        return operations;
    }
}
