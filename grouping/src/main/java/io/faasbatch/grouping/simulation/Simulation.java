package io.faasbatch.grouping.simulation;

/**
 * Replays a workload through a strategy on a modelled worker: the real batcher, strategies and keep-alive policies on containers and
 * cores that only exist as numbers. Deterministic, single-threaded, without I/O; ten thousand invocations take seconds.
 *
 * <p>What the model leaves out: the way over the network, the time the worker itself computes, and disturbances. It is made to compare
 * strategies, not to foretell latencies.
 */
public final class Simulation {

    private Simulation() {}

    /** Runs until every invocation has ended or was refused. */
    public static Outcome run(Workload workload, Setting setting) {
        return new Replay(setting).run(workload);
    }
}
