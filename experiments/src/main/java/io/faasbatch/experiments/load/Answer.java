package io.faasbatch.experiments.load;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the system says of an invocation it answered.
 *
 * @param latencies its parts, by {@link Latency}
 * @param container where it ran; empty when it ran nowhere
 * @param cold whether that container was made for it
 * @param batch empty when it ran nowhere
 */
public record Answer(
        String id,
        Map<Latency, Duration> latencies,
        String container,
        boolean cold,
        String batch,
        int batchSize,
        @Nullable JsonNode output) {

    private static final double NANOS_PER_MILLI = 1e6;

    public Answer {
        latencies = Map.copyOf(latencies);
    }

    static Answer of(JsonNode json) {
        Map<Latency, Duration> latencies = new TreeMap<>();
        for (Latency latency : Latency.values()) {
            double millis = json.at("/timings/" + latency.field()).asDouble(0);
            latencies.put(latency, Duration.ofNanos(Math.round(millis * NANOS_PER_MILLI)));
        }
        return new Answer(
                json.at("/id").asString(""),
                latencies,
                json.at("/container/id").asString(""),
                json.at("/container/cold").asBoolean(false),
                json.at("/batch/id").asString(""),
                json.at("/batch/size").asInt(0),
                json.get("output"));
    }

    /** All of its parts together: what the worker measured. */
    public Duration total() {
        return latencies.values().stream().reduce(Duration.ZERO, Duration::plus);
    }
}
