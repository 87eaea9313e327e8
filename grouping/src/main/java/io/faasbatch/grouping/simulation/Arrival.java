package io.faasbatch.grouping.simulation;

import io.faasbatch.grouping.FunctionId;
import java.time.Duration;

/**
 * One invocation of a workload.
 *
 * @param offset when it arrives, after the beginning
 * @param cpu how long it computes, on a core of its own
 * @param io how long it then waits for something outside; waiting uses no core
 */
public record Arrival(Duration offset, FunctionId function, Duration cpu, Duration io) {

    public Arrival {
        if (offset.isNegative() || cpu.isNegative() || io.isNegative()) {
            throw new IllegalArgumentException("offset, cpu and io must not be negative");
        }
    }
}
