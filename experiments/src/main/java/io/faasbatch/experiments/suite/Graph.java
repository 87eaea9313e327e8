package io.faasbatch.experiments.suite;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/** Workflows of a shape and a size, in the native language. Each step takes the same time. */
final class Graph {

    static final String CHAIN = "chain";
    static final String FAN_OUT = "fan-out";

    private static final JsonMapper MAPPER = new JsonMapper();

    private final String function;
    private final double seconds;
    private final Map<String, Object> steps = new LinkedHashMap<>();

    private Graph(String function, double seconds) {
        this.function = function;
        this.seconds = seconds;
    }

    /** One step after another. */
    static String chain(int length, String function, double seconds) {
        Graph graph = new Graph(function, seconds);
        for (int i = 1; i <= length; i++) {
            graph.step("s" + i, i == 1 ? List.of() : List.of("s" + (i - 1)));
        }
        return graph.json();
    }

    /** One step, then {@code width} beside each other, then one after all of them. */
    static String fanOut(int width, String function, double seconds) {
        Graph graph = new Graph(function, seconds);
        graph.step("first", List.of());
        List<String> beside =
                IntStream.rangeClosed(1, width).mapToObj(i -> "s" + i).toList();
        beside.forEach(step -> graph.step(step, List.of("first")));
        graph.step("last", beside);
        return graph.json();
    }

    private void step(String name, List<String> after) {
        Map<String, Object> step = new LinkedHashMap<>();
        step.put("function", function);
        step.put("input", Map.of("runtime", seconds));
        if (!after.isEmpty()) {
            step.put("after", after);
        }
        steps.put(name, step);
    }

    private String json() {
        return MAPPER.writeValueAsString(Map.of("steps", steps));
    }
}
