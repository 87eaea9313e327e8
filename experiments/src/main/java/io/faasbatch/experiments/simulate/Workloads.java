package io.faasbatch.experiments.simulate;

import io.faasbatch.experiments.trace.FibonacciInputs;
import io.faasbatch.experiments.trace.Trace;
import io.faasbatch.grouping.FunctionId;
import io.faasbatch.grouping.simulation.Arrival;
import io.faasbatch.grouping.simulation.Workload;
import java.time.Duration;

/** What a trace is to the simulation: each invocation computes for as long as its input takes, and waits for nothing. */
final class Workloads {

    /** What an invocation costs beside the user's code: a process is forked and its answer carried back. */
    private static final Duration OVERHEAD = Duration.ofMillis(2);

    private Workloads() {}

    static Workload of(Trace trace) {
        return new Workload(trace.arrivals().stream()
                .map(arrival -> new Arrival(
                        arrival.offset(),
                        new FunctionId(arrival.function(), "1"),
                        FibonacciInputs.cost(arrival.input()).plus(OVERHEAD),
                        Duration.ZERO))
                .toList());
    }
}
