package io.faasbatch.experiments.results;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What one run of one configuration came to: {@code run.json}. A quantity that was not measured is not a number.
 *
 * @param configuration the value of each factor
 * @param repeat from 1
 * @param order its place in the whole interleaved experiment, from 1
 * @param figures what only this experiment measures, by name; names end in their unit, such as {@code coldStartMs}
 * @param notes what a reader has to know
 */
@JsonPropertyOrder({
    "configuration",
    "repeat",
    "order",
    "startedAt",
    "finishedAt",
    "status",
    "punctuality",
    "account",
    "containersCreated",
    "containerSeconds",
    "peakMemoryBytes",
    "meanMemoryBytes",
    "containerCpuSeconds",
    "workerCpuSeconds",
    "figures",
    "notes"
})
public record RunRecord(
        Map<String, String> configuration,
        int repeat,
        int order,
        Instant startedAt,
        Instant finishedAt,
        Status status,
        Punctuality punctuality,
        Account account,
        double containersCreated,
        double containerSeconds,
        double peakMemoryBytes,
        double meanMemoryBytes,
        double containerCpuSeconds,
        double workerCpuSeconds,
        Map<String, Double> figures,
        List<String> notes) {

    public RunRecord {
        configuration = Ordered.copyOf(configuration);
        figures = Ordered.copyOf(figures);
        notes = List.copyOf(notes);
        if (repeat < 1 || order < 1) {
            throw new IllegalArgumentException("repeat and order count from 1, not " + repeat + " and " + order);
        }
    }

    /** Whether its figures may be reported. */
    public enum Status {
        /** The whole load was sent as it was meant to be. */
        @JsonProperty("complete")
        COMPLETE,
        /** Stopped by its user. */
        @JsonProperty("partial")
        PARTIAL,
        /** The driver did not keep its schedule, the second time neither: another load than the one asked for. */
        @JsonProperty("unpunctual")
        UNPUNCTUAL
    }

    /**
     * How late calls were sent.
     *
     * @param kept whether that is still the load that was asked for
     */
    @JsonPropertyOrder({"p50Ms", "p99Ms", "maxMs", "kept"})
    public record Punctuality(double p50Ms, double p99Ms, double maxMs, boolean kept) {}

    /**
     * Every call exactly once: {@code sent = right + wrong + failed + lost}.
     *
     * @param duplicates answers that bear the id of an invocation which had answered another call
     */
    @JsonPropertyOrder({"sent", "right", "wrong", "failed", "lost", "duplicates"})
    public record Account(long sent, long right, long wrong, long failed, long lost, long duplicates) {

        public Account {
            if (sent != right + wrong + failed + lost) {
                throw new IllegalArgumentException(
                        "of " + sent + " calls sent, " + (right + wrong + failed + lost) + " are accounted for");
            }
        }

        /** Whether every call was answered rightly, by an invocation of its own. */
        public boolean flawless() {
            return right == sent && duplicates == 0;
        }
    }
}
