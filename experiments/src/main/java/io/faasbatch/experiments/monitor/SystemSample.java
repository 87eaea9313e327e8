package io.faasbatch.experiments.monitor;

import io.faasbatch.experiments.results.SampleRow;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What all of the system used at one look; rates are means since the look before. Empty is what could not be read.
 *
 * @param at after the start of the monitor
 * @param containers alive, those without a function too
 * @param containersCreated that had a function, since the start
 * @param containerRss of all containers: what is charged to them, each page once
 * @param containerPss of all their processes: pages that containers share are divided among them
 * @param queueLength invocations that wait to be dispatched
 * @param inFlight invocations that are with containers
 * @param meanBatchSize of the batches sent since the look before; empty when there were none
 * @param netReceivePerSecond bytes, over all interfaces of the machine but the loopback
 * @param diskWritePerSecond bytes, over all disks of the machine
 */
public record SystemSample(
        Duration at,
        int containers,
        int containersCreated,
        OptionalDouble containerCores,
        OptionalLong containerRss,
        OptionalLong containerPss,
        OptionalDouble workerCores,
        OptionalLong workerRss,
        OptionalInt queueLength,
        int inFlight,
        OptionalDouble meanBatchSize,
        OptionalDouble netReceivePerSecond,
        OptionalDouble diskWritePerSecond) {

    private static final double NANOS_PER_MILLI = 1e6;

    /**
     * As a line of a run's files.
     *
     * @param before how long the monitor was there before the load started
     */
    public SampleRow row(Duration before) {
        return new SampleRow(
                at.minus(before).toNanos() / NANOS_PER_MILLI,
                containers,
                containersCreated,
                containerCores.orElse(Double.NaN),
                number(containerRss),
                number(containerPss),
                workerCores.orElse(Double.NaN),
                number(workerRss),
                queueLength.isPresent() ? queueLength.getAsInt() : Double.NaN,
                inFlight,
                meanBatchSize.orElse(Double.NaN),
                netReceivePerSecond.orElse(Double.NaN),
                diskWritePerSecond.orElse(Double.NaN));
    }

    static double number(OptionalLong value) {
        return value.isPresent() ? (double) value.getAsLong() : Double.NaN;
    }
}
