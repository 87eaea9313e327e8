package io.faasbatch.grouping.simulation;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * What became of a workload.
 *
 * @param served every invocation that was served, in the order of their ends
 * @param refused how many were refused because too many were pending
 * @param containers how many containers were started for functions, ahead of them or not
 * @param containerTime how long containers of functions were there, all together
 * @param length from the beginning to the end of the last invocation; what follows is of this time
 * @param cpu time of the cores, for invocations and for starting containers
 * @param meanBytes memory of all containers
 * @param idleBytes mean memory of the containers that had nothing to do, those started ahead included
 */
public record Outcome(
        List<Served> served,
        int refused,
        int containers,
        Duration containerTime,
        Duration length,
        Duration cpu,
        long meanBytes,
        long peakBytes,
        long idleBytes) {

    public Outcome {
        served = List.copyOf(served);
    }

    /**
     * A percentile of a latency, such as {@code percentile(Served::total, 0.99)}.
     *
     * @param share from 0 to 1
     */
    public Duration percentile(Function<Served, Duration> latency, double share) {
        List<Duration> sorted = served.stream().map(latency).sorted().toList();
        if (sorted.isEmpty()) {
            return Duration.ZERO;
        }
        int rank = (int) Math.ceil(share * sorted.size()) - 1;
        return sorted.get(Math.clamp(rank, 0, sorted.size() - 1));
    }

    public Duration mean(Function<Served, Duration> latency) {
        double nanos = served.stream()
                .map(latency)
                .mapToDouble(Duration::toNanos)
                .average()
                .orElse(0);
        return Duration.ofNanos((long) nanos);
    }
}
