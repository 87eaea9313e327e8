package io.faasbatch.grouping.simulation;

import io.faasbatch.grouping.RunTimes;
import java.time.Duration;

/** One invocation on its way. Belongs to the simulation. */
final class Job {

    final Arrival arrival;
    long arrivedAt;
    long sentAt;
    long startWait;
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

    /** A container that was ready earlier than the job was sent made nobody wait inside. */
    Served served() {
        long before = readyAt - arrivedAt;
        long cold = Math.min(before, startWait + readyAt - sentAt);
        return new Served(
                arrival,
                Duration.ofNanos(before - cold),
                Duration.ofNanos(cold),
                Duration.ofNanos(ranAt - readyAt),
                Duration.ofNanos(endedAt - ranAt));
    }
}
