package io.faasbatch.experiments.peers;

/** One figure of the comparison; of every one the smaller value is the better. */
enum Cell {
    W1_P50("W1 p50"),
    W2_P50("W2 p50"),
    W3_P50("W3 p50"),
    W3_P99("W3 p99"),
    W4_COLD_P50("W4 cold p50"),
    W4_WARM_P50("W4 warm p50"),
    W5_P50("W5 p50"),
    W5_P95("W5 p95"),
    W5_P99("W5 p99"),
    W1_CONTAINERS("containers W1"),
    W5_CONTAINERS("containers W5"),
    W1_MEMORY("memory W1, MB"),
    /** With the containers that wait for a function; the original keeps none. */
    W1_ALL_MEMORY("with the warm pool"),
    /** The same at the end of the fifth workload, for which the warm pool has grown; not measured of the original. */
    W5_ALL_MEMORY("after W5"),
    /** From the arrival at the worker until the call was sent to its container; not measured of the original. */
    SCHEDULING_P99("scheduling p99 of 500"),
    /** What the function itself takes: how fast the machine is. */
    W3_EXECUTION_P50("W3 in the function p50");

    private final String title;

    Cell(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }
}
