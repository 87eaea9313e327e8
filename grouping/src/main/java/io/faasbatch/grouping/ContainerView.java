package io.faasbatch.grouping;

/**
 * What a strategy sees of a container.
 *
 * @param ready false while it is being started
 * @param inFlight invocations sent to it, or waiting for it to start, that have not ended
 * @param room how many more its memory admits, as far as is known; {@link Integer#MAX_VALUE} when nothing is known
 */
public record ContainerView(ContainerId id, boolean ready, int inFlight, int room) {}
