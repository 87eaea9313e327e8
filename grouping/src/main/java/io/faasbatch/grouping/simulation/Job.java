package io.faasbatch.grouping.simulation;

import io.faasbatch.grouping.RunTimes;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One invocation on its way. Belongs to the simulation. */
final class Job {

    final Arrival arrival;
    long arrivedAt;
    long sentAt;

    @Nullable
    Container container;

    long readyAt;
    long ranAt;
    long endedAt;

    Job(Arrival arrival) {
        this.arrival = arrival;
        this.arrivedAt = arrival.offset().toNanos();
    }

    RunTimes times() {
        return new RunTimes(ranAt - readyAt, endedAt - ranAt, true);
    }

    /** Cold start is what of the wait was for the container while it was being started. */
    Served served() {
        long before = readyAt - arrivedAt;
        Container served = Objects.requireNonNull(container, "only what was sent is served");
        long cold = Math.max(0, Math.min(served.readyAt, readyAt) - Math.max(served.beganAt, arrivedAt));
        return new Served(
                arrival,
                Duration.ofNanos(before - cold),
                Duration.ofNanos(cold),
                Duration.ofNanos(ranAt - readyAt),
                Duration.ofNanos(endedAt - ranAt));
    }
}
