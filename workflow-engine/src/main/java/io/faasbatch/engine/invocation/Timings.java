package io.faasbatch.engine.invocation;

/**
 * Where the time of one invocation went, in milliseconds, in the terms of the FaaSBatch paper (ICDCS 2023, section V).
 *
 * @param scheduling arrival until sent to a container, the cold start excluded
 * @param coldStart waiting for the container to be created and loaded; 0 when it was there
 * @param queueing inside the container, until user code starts
 * @param execution user code
 * @param total arrival until the result was back at the worker
 */
public record Timings(double scheduling, double coldStart, double queueing, double execution, double total) {

    public static final Timings NONE = new Timings(0, 0, 0, 0, 0);
}
