package io.faasbatch.grouping;

/**
 * What a strategy sees of a container.
 *
 * @param ready false while it is being started
 * @param inFlight invocations sent to it, or waiting for it to start, that have not ended
 * @param room how many more invocations its memory admits, as far as is known; {@link #UNKNOWN_ROOM} when nothing is known
 */
public record ContainerView(ContainerId id, boolean ready, int inFlight, int room) {

    /** Nothing is known of the memory that an invocation needs. */
    public static final int UNKNOWN_ROOM = Integer.MAX_VALUE;

    /** A container of which nothing is known about its memory. */
    public ContainerView(ContainerId id, boolean ready, int inFlight) {
        this(id, ready, inFlight, UNKNOWN_ROOM);
    }

    /** How many more it admits: an empty one admits at least one, or nothing would ever be learnt. */
    int admits() {
        return inFlight == 0 ? Math.max(1, room) : Math.max(0, room);
    }
}
