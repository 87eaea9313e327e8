package io.faasbatch.grouping.simulation;

/** Something that computes in a container, until its work is done. Belongs to the {@link Cores} it runs on. */
final class Task {

    /** Whose part of the cores it uses. */
    final Object function;

    final Object container;

    /** What is to be done when its work is done. */
    final Runnable done;

    double left;
    double used;
    double rate;

    Task(Object function, Object container, double nanos, Runnable done) {
        this.function = function;
        this.container = container;
        this.left = nanos;
        this.done = done;
    }
}
