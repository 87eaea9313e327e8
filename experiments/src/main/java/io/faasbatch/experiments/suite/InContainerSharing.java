package io.faasbatch.experiments.suite;

import io.faasbatch.experiments.api.Gateway.Dispatch;
import io.faasbatch.experiments.experiment.Bench;
import io.faasbatch.experiments.experiment.Configuration;
import io.faasbatch.experiments.experiment.Experiment;
import io.faasbatch.experiments.experiment.Measurement;
import io.faasbatch.experiments.experiment.Parameters;
import io.faasbatch.experiments.trace.Arrival;
import io.faasbatch.experiments.trace.FibonacciInputs;
import io.faasbatch.experiments.trace.Trace;
import io.faasbatch.experiments.workload.Sample;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Many requests of one function at almost the same time: all in one container, against each in one of its own. */
final class InContainerSharing implements Experiment {

    private static final String CONTAINERS = "containers";
    private static final String REQUESTS = "requests";
    private static final List<String> FACTORS = List.of(CONTAINERS, REQUESTS);
    private static final String ONE = "one";
    private static final String MANY = "many";
    private static final double MILLIS = 1e6;

    private final Map<String, String> settings;
    private final Duration interval;
    private final Duration spread;
    private final int input;
    private final List<Configuration> configurations = new ArrayList<>();

    InContainerSharing(Parameters parameters) throws IOException {
        settings = Settings.of(parameters);
        interval = parameters.duration("interval");
        spread = parameters.duration("spread");
        input = parameters.number("input", 1, 40);
        parameters.text("seed");
        for (int requests : parameters.numbers("requests", 1, 10_000)) {
            configurations.add(Configuration.of(FACTORS, ONE, Integer.toString(requests)));
            configurations.add(Configuration.of(FACTORS, MANY, Integer.toString(requests)));
        }
    }

    @Override
    public List<String> factors() {
        return FACTORS;
    }

    @Override
    public Map<String, String> baseline() {
        return Map.of(CONTAINERS, MANY);
    }

    @Override
    public List<Configuration> configurations() {
        return List.copyOf(configurations);
    }

    @Override
    public Map<String, String> settings(Configuration configuration) {
        return settings;
    }

    @Override
    public void warmUp(Bench bench) throws IOException, InterruptedException {
        Strategies.warmUp(bench, trace(20), Sample.CPU);
    }

    @Override
    public Measurement measure(Configuration configuration, Bench bench) throws IOException, InterruptedException {
        boolean shared = configuration.value(CONTAINERS).equals(ONE);
        Dispatch dispatch = new Dispatch(shared ? "faasbatch" : Strategies.VANILLA, interval);
        int requests = Integer.parseInt(configuration.value(REQUESTS));
        Measurement measurement = Strategies.measure(bench, trace(requests), Sample.CPU, dispatch);
        return measurement
                .with("makespanMs", measurement.result().length().toNanos() / MILLIS)
                .with("memoryPerRequestBytes", (double) measurement.usage().peakMemory() / requests)
                .with(
                        "containerCpuPerRequestMs",
                        (double) measurement.usage().cpu().toMillis() / requests);
    }

    /** Spread a little, so that sending them all is something a driver can do. */
    private Trace trace(int requests) {
        Duration cost = FibonacciInputs.cost(input);
        return new Trace(
                requests + " requests",
                IntStream.range(0, requests)
                        .mapToObj(i -> new Arrival(spread.multipliedBy(i).dividedBy(requests), "shared", input, cost))
                        .toList());
    }
}
