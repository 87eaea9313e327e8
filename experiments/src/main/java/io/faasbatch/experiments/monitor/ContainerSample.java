package io.faasbatch.experiments.monitor;

import io.faasbatch.experiments.results.ContainerRow;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What one container used at one look. Empty is what could not be read.
 *
 * @param function empty while it has none
 * @param cores mean since the look before, or since it was started
 * @param pss empty at looks that have no time for it
 */
public record ContainerSample(
        Duration at, String container, String function, OptionalDouble cores, OptionalLong rss, OptionalLong pss) {

    private static final double NANOS_PER_MILLI = 1e6;

    /**
     * As a line of a run's files.
     *
     * @param before how long the monitor was there before the load started
     */
    public ContainerRow row(Duration before) {
        return new ContainerRow(
                at.minus(before).toNanos() / NANOS_PER_MILLI,
                container,
                function,
                cores.orElse(Double.NaN),
                SystemSample.number(rss),
                SystemSample.number(pss));
    }
}
