package io.faasbatch.experiments.compare;

import io.faasbatch.experiments.api.Gateway;
import io.faasbatch.experiments.command.PreparedTrace;
import io.faasbatch.experiments.load.Latency;
import io.faasbatch.experiments.load.LoadDriver;
import io.faasbatch.experiments.load.TraceLoad;
import io.faasbatch.experiments.trace.Arrival;
import io.faasbatch.experiments.trace.FibonacciInputs;
import io.faasbatch.experiments.trace.Trace;
import io.faasbatch.experiments.workload.Sample;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Collections;
import java.util.Locale;

/**
 * How fast containers compute on this machine now, which may be twice as fast or slow tomorrow: measured by calls in a row, in threads, since a process each has
 * costs of its own.
 */
record Speed(Gateway gateway, PrintStream progress) implements PreparedTrace.Speed {

    private static final int CALLS = 40;
    private static final int INPUT = 20;
    private static final double NANOS_PER_MILLI = 1e6;

    @Override
    public Duration costOf20() throws IOException, InterruptedException {
        Arrival one = new Arrival(Duration.ZERO, "speed", INPUT, FibonacciInputs.COST_OF_20);
        TraceLoad load = new TraceLoad(new Trace("speed", Collections.nCopies(CALLS, one)), Sample.CPU_THREADS);
        load.deploy(gateway, "speed");
        double millis = new LoadDriver(gateway)
                .oneAfterAnother(load.calls())
                .latency(Latency.EXECUTION)
                .median();
        progress.printf(Locale.ROOT, "fib(20) takes %.2f ms in a container%n", millis);
        return Duration.ofNanos(Math.round(millis * NANOS_PER_MILLI));
    }
}
