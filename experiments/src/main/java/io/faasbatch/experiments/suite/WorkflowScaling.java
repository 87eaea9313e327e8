package io.faasbatch.experiments.suite;

import io.faasbatch.experiments.api.Gateway.Dispatch;
import io.faasbatch.experiments.experiment.Bench;
import io.faasbatch.experiments.experiment.Configuration;
import io.faasbatch.experiments.experiment.Experiment;
import io.faasbatch.experiments.experiment.Measurement;
import io.faasbatch.experiments.experiment.Parameters;
import io.faasbatch.experiments.figures.Distribution;
import io.faasbatch.experiments.load.LoadResult;
import io.faasbatch.experiments.load.Outcome;
import io.faasbatch.experiments.workload.FunctionPackage;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How long executions of ever larger workflows take: chains, fan-outs, and recorded ones of WfCommons. Executions are made one after another. */
final class WorkflowScaling implements Experiment {

    private static final String WORKFLOW = "workflow";
    private static final String STRATEGY = "strategy";
    private static final List<String> FACTORS = List.of(WORKFLOW, STRATEGY);
    private static final String STEP = "scaling-step";
    private static final double MILLIS = 1e6;
    private static final double SECONDS = 1e9;

    /**
     * A workflow to deploy.
     *
     * @param query options of its import
     * @param criticalPath what its steps take when all that can run side by side does; not a number where it is not known
     */
    private record Definition(String text, String query, double criticalPath) {}

    private final Map<String, String> settings;
    private final Duration interval;
    private final FunctionPackage step;
    private final int executions;
    private final Map<String, Definition> workflows = new LinkedHashMap<>();
    private final List<Configuration> configurations = new ArrayList<>();

    WorkflowScaling(Parameters parameters) throws IOException {
        settings = Settings.of(parameters);
        interval = parameters.duration("interval");
        executions = parameters.number("executions", 1, 1000);
        step = new FunctionPackage(Map.of("main.py", Files.readAllBytes(parameters.path(parameters.text("function")))));
        parameters.text("seed");
        double seconds = parameters.duration("step-time").toNanos() / SECONDS;
        for (int length : parameters.numbers("chains", 1, 5_000)) {
            workflows.put(
                    Graph.CHAIN + "-" + length,
                    new Definition(Graph.chain(length, STEP, seconds), "", 1000 * seconds * length));
        }
        for (int width : parameters.numbers("fan-outs", 1, 5_000)) {
            workflows.put(
                    Graph.FAN_OUT + "-" + width,
                    new Definition(Graph.fanOut(width, STEP, seconds), "", 3 * 1000 * seconds));
        }
        String scale = parameters.text("recorded-scale");
        for (Map.Entry<String, String> file : parameters.named("recorded").entrySet()) {
            String query = "?function=" + STEP + "&runtimeScale=" + scale + "&sizeScale=" + scale;
            String text = Files.readString(parameters.path(file.getValue()));
            workflows.put(file.getKey(), new Definition(text, query, Double.NaN));
        }
        for (String strategy : parameters.texts("strategies")) {
            workflows.keySet().forEach(workflow -> configurations.add(Configuration.of(FACTORS, workflow, strategy)));
        }
    }

    @Override
    public List<String> factors() {
        return FACTORS;
    }

    @Override
    public Map<String, String> baseline() {
        return Map.of(STRATEGY, configurations.getFirst().value(STRATEGY));
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
        measure(configurations.getFirst(), bench);
        bench.gateway().clearContainers();
    }

    @Override
    public Measurement measure(Configuration configuration, Bench bench) throws IOException, InterruptedException {
        String workflow = configuration.value(WORKFLOW);
        Definition definition = workflows.getOrDefault(workflow, new Definition("", "", Double.NaN));
        deploy(bench, workflow, definition);
        bench.gateway().choose(new Dispatch(configuration.value(STRATEGY), interval));
        List<Execution> ended = new ArrayList<>();
        Measurement measurement = bench.monitored(() -> {
            long start = System.nanoTime();
            for (int i = 0; i < executions && !bench.driver().stopped(); i++) {
                ended.add(Execution.run(bench.gateway(), workflow, i));
            }
            List<Outcome> outcomes = ended.stream().map(Execution::outcome).toList();
            return new LoadResult(
                    outcomes, start, Duration.ofNanos(System.nanoTime() - start), executions - outcomes.size());
        });
        return withFigures(measurement, ended, definition);
    }

    private void deploy(Bench bench, String workflow, Definition definition) throws IOException, InterruptedException {
        String function = """
                name: %s
                runtime: python3
                handler: main:handle
                isolation: thread
                timeout: 600s
                memory: 512MiB
                env: {EXPERIMENT_RUN: "%s"}
                """.formatted(STEP, bench.run());
        bench.gateway().deploy(STEP, step.zip(function));
        bench.gateway().deployWorkflow(workflow, definition.query(), "application/json", definition.text());
    }

    /** The first execution finds no container, those after it do. */
    private static Measurement withFigures(Measurement measurement, List<Execution> ended, Definition definition) {
        if (ended.isEmpty()) {
            return measurement;
        }
        int steps = ended.getFirst().steps();
        List<Double> makespans = ended.stream()
                .map(execution -> execution.outcome().endToEnd().toNanos() / MILLIS)
                .toList();
        List<Double> warm = makespans.size() > 1 ? makespans.subList(1, makespans.size()) : makespans;
        double makespan = Distribution.of(warm).median();
        Measurement with = measurement
                .with("steps", steps)
                .with("coldMakespanMs", makespans.getFirst())
                .with("makespanMs", makespan)
                .with("perStepMs", makespan / steps);
        return Double.isNaN(definition.criticalPath())
                ? with
                : with.with("criticalPathMs", definition.criticalPath())
                        .with("overheadPerStepMs", (makespan - definition.criticalPath()) / steps);
    }
}
