package io.faasbatch.grouping.simulation;

import org.jspecify.annotations.Nullable;

/** Something that computes in a container, until its work is done. Belongs to the {@link Cores} it runs on. */
final class Task {

    /** Whose part of the cores it uses. */
    final Object container;

    /** What is to be done when its work is done. */
    final Runnable done;

    /** Whether it may run before others at first. */
    final boolean invocation;

    double left;
    double used;
    double rate;

    Task(Object container, double nanos, boolean invocation, Runnable done) {
        this.container = container;
        this.left = nanos;
        this.invocation = invocation;
        this.done = done;
    }

    boolean isOf(@Nullable Object other) {
        return container.equals(other);
    }
}
