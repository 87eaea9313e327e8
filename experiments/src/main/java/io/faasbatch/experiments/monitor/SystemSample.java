package io.faasbatch.experiments.monitor;

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
        OptionalDouble diskWritePerSecond) {}
