package io.faasbatch.experiments.monitor;

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
        Duration at, String container, String function, OptionalDouble cores, OptionalLong rss, OptionalLong pss) {}
