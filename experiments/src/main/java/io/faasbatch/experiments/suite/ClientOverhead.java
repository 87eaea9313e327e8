package io.faasbatch.experiments.suite;

import io.faasbatch.experiments.api.Gateway.Dispatch;
import io.faasbatch.experiments.experiment.Bench;
import io.faasbatch.experiments.experiment.Configuration;
import io.faasbatch.experiments.experiment.Experiment;
import io.faasbatch.experiments.experiment.Measurement;
import io.faasbatch.experiments.experiment.Parameters;
import io.faasbatch.experiments.figures.Distribution;
import io.faasbatch.experiments.load.Answer;
import io.faasbatch.experiments.load.Call;
import io.faasbatch.experiments.load.LoadResult;
import io.faasbatch.experiments.load.Outcome;
import io.faasbatch.experiments.workload.FunctionPackage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/**
 * What the clients of a storage service cost when many invocations of one container make one: with sharing and without. Time is taken around the constructor; memory
 * is the function's process before the first client and after the last, per invocation.
 */
final class ClientOverhead implements Experiment {

    private static final String SHARING = "sharing";
    private static final String CLIENTS = "clients";
    private static final List<String> FACTORS = List.of(SHARING, CLIENTS);
    private static final String SHARED = "shared";
    private static final String UNSHARED = "unshared";
    private static final String FUNCTION = "client-overhead";
    private static final String MEMORY = "{\"create\":false}";

    private final Map<String, String> settings;
    private final Duration interval;
    private final List<Configuration> configurations = new ArrayList<>();

    ClientOverhead(Parameters parameters) throws IOException {
        settings = Settings.of(parameters);
        interval = parameters.duration("interval");
        parameters.text("seed");
        for (int clients : parameters.numbers("clients", 1, 1000)) {
            configurations.add(Configuration.of(FACTORS, UNSHARED, Integer.toString(clients)));
            configurations.add(Configuration.of(FACTORS, SHARED, Integer.toString(clients)));
        }
    }

    @Override
    public List<String> factors() {
        return FACTORS;
    }

    @Override
    public Map<String, String> baseline() {
        return Map.of(SHARING, UNSHARED);
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
        deploy(bench, true);
        bench.driver().onSchedule(creations(10));
    }

    @Override
    public Measurement measure(Configuration configuration, Bench bench) throws IOException, InterruptedException {
        int clients = Integer.parseInt(configuration.value(CLIENTS));
        deploy(bench, configuration.value(SHARING).equals(SHARED));
        double before = residentBytes(bench);
        Measurement measurement = bench.monitored(() -> bench.driver().onSchedule(creations(clients)));
        double after = residentBytes(bench);
        Distribution creation = Distribution.of(outputs(measurement.result()).stream()
                .map(output -> output.at("/creationMillis").asDouble())
                .toList());
        long distinct = outputs(measurement.result()).stream()
                .map(output -> output.at("/client").asString(""))
                .distinct()
                .count();
        return measurement
                .with("creationP50Ms", creation.median())
                .with("creationMeanMs", creation.mean())
                .with("creationMaxMs", creation.max())
                .with("clientsMade", (double) distinct)
                .with("memoryBeforeBytes", before)
                .with("memoryGrowthBytes", after - before)
                .with("memoryPerInvocationBytes", (after - before) / clients);
    }

    private void deploy(Bench bench, boolean shared) throws IOException, InterruptedException {
        String definition = """
                name: %s
                runtime: python3
                handler: main:handle
                timeout: 600s
                isolation: thread
                concurrency: 1000
                memory: 4GiB
                env: {EXPERIMENT_RUN: "%s"}
                %s
                """.formatted(FUNCTION, bench.run(), shared ? "shared: [boto3.client]" : "");
        bench.gateway().deploy(FUNCTION, FunctionPackage.ofProgram("clients.py").zip(definition));
        bench.gateway().choose(new Dispatch("faasbatch", interval));
    }

    /** At once: the invocations of a batch. */
    private static List<Call> creations(int clients) {
        return IntStream.range(0, clients)
                .mapToObj(_ -> new Call(
                        Duration.ZERO,
                        FUNCTION,
                        "{\"create\":true}",
                        output -> !output.at("/client").asString("").isEmpty()))
                .toList();
    }

    /** Of the process that all invocations run in. The first time it loads the code, which counts as there before. */
    private static double residentBytes(Bench bench) {
        LoadResult result = bench.driver()
                .oneAfterAnother(
                        List.of(new Call(Duration.ZERO, FUNCTION, MEMORY, output -> output.has("residentBytes"))));
        return outputs(result).stream()
                .mapToDouble(output -> output.at("/residentBytes").asDouble())
                .findFirst()
                .orElse(Double.NaN);
    }

    private static List<JsonNode> outputs(LoadResult result) {
        return result.outcomes().stream()
                .filter(Outcome::right)
                .map(Outcome::answer)
                .flatMap(Optional::stream)
                .map(Answer::output)
                .flatMap(output -> Optional.ofNullable(output).stream())
                .toList();
    }
}
