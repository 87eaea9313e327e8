package io.faasbatch.experiments.monitor;

import java.time.Duration;
import java.util.Set;

/**
 * What a load used.
 *
 * @param containers the ids of all that were seen
 * @param containerSeconds how long they were there, all together
 * @param peakMemory of all containers together, in bytes
 * @param peakOwnMemory of the containers that had a function, in bytes
 * @param meanMemory of all containers together, over the time of the load, in bytes
 * @param cpu of all containers; not that of a container's last half second
 * @param workerCpu of the worker's own process
 * @param workerPeakMemory of the worker's own process, in bytes
 */
public record Usage(
        Set<String> containers,
        double containerSeconds,
        long peakMemory,
        long peakOwnMemory,
        long meanMemory,
        Duration cpu,
        Duration workerCpu,
        long workerPeakMemory) {

    public Usage {
        containers = Set.copyOf(containers);
    }
}
