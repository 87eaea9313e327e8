package io.faasbatch.experiments.load;

import io.faasbatch.experiments.api.Gateway;
import io.faasbatch.experiments.trace.Trace;
import io.faasbatch.experiments.workload.FunctionNames;
import io.faasbatch.experiments.workload.Sample;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A trace as calls of deployed functions, one for each function of the trace. Immutable. */
public final class TraceLoad {

    private final Trace trace;
    private final Sample sample;
    private final Map<String, String> names;

    public TraceLoad(Trace trace, Sample sample) {
        this.trace = trace;
        this.sample = sample;
        this.names = FunctionNames.of(trace);
    }

    /** Deploys every function as a version of its own for this run, which nothing is known of and no container has. */
    public void deploy(Gateway gateway, String run) throws IOException, InterruptedException {
        for (String name : names.values()) {
            gateway.deploy(name, sample.zip(name, run));
        }
    }

    public List<Call> calls() {
        return trace.arrivals().stream()
                .map(arrival -> new Call(
                        arrival.offset(),
                        Objects.requireNonNull(names.get(arrival.function())),
                        sample.input(arrival),
                        output -> sample.isRight(arrival, output)))
                .toList();
    }
}
