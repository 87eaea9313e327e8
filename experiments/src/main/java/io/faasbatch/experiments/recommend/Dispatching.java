package io.faasbatch.experiments.recommend;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * How workers dispatch now.
 *
 * @param intervals such as {@code 200ms}; several when workers differ
 */
record Dispatching(List<String> strategies, List<String> intervals) {

    static Dispatching of(JsonNode answer) {
        List<JsonNode> workers = answer.path("workers")
                .valueStream()
                .map(worker -> worker.path("dispatch"))
                .toList();
        return new Dispatching(texts(workers, "strategy"), texts(workers, "dispatchInterval"));
    }

    private static List<String> texts(List<JsonNode> workers, String field) {
        return workers.stream()
                .map(worker -> worker.path(field).asString(""))
                .distinct()
                .toList();
    }

    @Override
    public String toString() {
        return String.join("/", strategies) + ", interval " + String.join("/", intervals);
    }
}
