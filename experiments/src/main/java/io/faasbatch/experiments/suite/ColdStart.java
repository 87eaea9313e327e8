package io.faasbatch.experiments.suite;

import io.faasbatch.experiments.api.Gateway.Dispatch;
import io.faasbatch.experiments.experiment.Bench;
import io.faasbatch.experiments.experiment.Configuration;
import io.faasbatch.experiments.experiment.Experiment;
import io.faasbatch.experiments.experiment.Measurement;
import io.faasbatch.experiments.experiment.Parameters;
import io.faasbatch.experiments.figures.Distribution;
import io.faasbatch.experiments.figures.Table;
import io.faasbatch.experiments.load.Answer;
import io.faasbatch.experiments.load.Call;
import io.faasbatch.experiments.load.Latency;
import io.faasbatch.experiments.load.LoadResult;
import io.faasbatch.experiments.load.Outcome;
import io.faasbatch.experiments.results.InvocationRow;
import io.faasbatch.experiments.results.ResultFolder;
import io.faasbatch.experiments.results.StoredRun;
import io.faasbatch.experiments.workload.FunctionPackage;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * How long it takes from a call to the first line of user code, by where the container comes from. Calls are made one after another, at an interval of 0, so that
 * nothing but the way to user code is waited for.
 */
final class ColdStart implements Experiment {

    private static final String RUNTIME = "runtime";
    private static final String WAY = "way";
    private static final List<String> FACTORS = List.of(RUNTIME, WAY);
    private static final String CONTAINER = "container";
    private static final String TO_USER_CODE = "timeToUserCodeMs";
    private static final double MILLIS = 1e6;

    private final Map<String, String> settings;
    private final Map<String, String> packages;
    private final Parameters parameters;
    private final int calls;
    private final List<Configuration> configurations = new ArrayList<>();

    ColdStart(Parameters parameters) throws IOException {
        this.parameters = parameters;
        settings = Settings.of(parameters);
        packages = parameters.named("packages");
        calls = parameters.number("calls", 1, 1000);
        parameters.text("seed");
        for (Way way : Way.values()) {
            for (String runtime : packages.keySet()) {
                if (way != Way.REPURPOSED || parameters.texts("wiped").contains(runtime)) {
                    configurations.add(Configuration.of(FACTORS, runtime, way.title));
                }
            }
        }
    }

    /** Where the container of a call comes from. */
    private enum Way {
        /** Made for it. */
        NEW(CONTAINER),
        /** Waiting in the warm pool, without a function. */
        POOLED("warm-pool"),
        /** Taken from another function and wiped. */
        REPURPOSED("repurposed"),
        /** The function's own: a fork of its initialised process, or a thread of its JVM. */
        WARM("warm");

        private final String title;

        Way(String title) {
            this.title = title;
        }

        static Way of(Configuration configuration) {
            return Arrays.stream(values())
                    .filter(way -> way.title.equals(configuration.value(WAY)))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no way " + configuration));
        }

        Map<String, String> settings() {
            return switch (this) {
                case NEW, WARM -> Map.of("warm-pool", "0");
                case POOLED -> Map.of("warm-pool", "1");
                case REPURPOSED -> Map.of("warm-pool", "0", "max-containers", "1");
            };
        }

        /** Whether a first call, which does not count, makes the container that the others get. */
        boolean afterAnother() {
            return this == REPURPOSED || this == WARM;
        }

        /** A call of a function that was called before finds its container. */
        String function(int call) {
            return this == WARM ? "start" : "start-" + call;
        }
    }

    @Override
    public List<String> factors() {
        return FACTORS;
    }

    @Override
    public Map<String, String> baseline() {
        return Map.of(WAY, CONTAINER);
    }

    @Override
    public List<Configuration> configurations() {
        return List.copyOf(configurations);
    }

    @Override
    public Map<String, String> settings(Configuration configuration) {
        Map<String, String> all = settings;
        for (Map.Entry<String, String> entry : Way.of(configuration).settings().entrySet()) {
            all = Settings.with(all, entry.getKey(), entry.getValue());
        }
        return all;
    }

    @Override
    public void warmUp(Bench bench) throws IOException, InterruptedException {
        bench.gateway().choose(new Dispatch("faasbatch", Duration.ZERO));
        for (String runtime : packages.keySet()) {
            deploy(bench, runtime, "warm-up-" + runtime);
            for (int i = 0; i < calls; i++) {
                List<Outcome> _ = call(bench, "warm-up-" + runtime, i);
            }
        }
        bench.gateway().clearContainers();
    }

    @Override
    public Measurement measure(Configuration configuration, Bench bench) throws IOException, InterruptedException {
        Way way = Way.of(configuration);
        String runtime = configuration.value(RUNTIME);
        for (int i = 0; i <= calls; i++) {
            deploy(bench, runtime, way.function(i));
        }
        bench.gateway().choose(new Dispatch("faasbatch", Duration.ZERO));
        if (way.afterAnother()) {
            List<Outcome> _ = call(bench, way.function(0), 0);
        }
        Measurement measurement = bench.monitored(() -> {
            List<Outcome> outcomes = new ArrayList<>();
            long start = System.nanoTime();
            for (int i = 0; i < calls && isNext(way, bench); i++) {
                outcomes.addAll(call(bench, way.function(i + 1), i));
            }
            return new LoadResult(
                    outcomes, start, Duration.ofNanos(System.nanoTime() - start), calls - outcomes.size());
        });
        return withFigures(measurement);
    }

    /** Waits until a container for the next call is where it has to come from; not when the load was stopped meanwhile. */
    private static boolean isNext(Way way, Bench bench) throws IOException, InterruptedException {
        if (way == Way.POOLED && !bench.driver().stopped()) {
            bench.gateway().awaitWarmPool();
        }
        return !bench.driver().stopped();
    }

    private void deploy(Bench bench, String runtime, String function) throws IOException, InterruptedException {
        String handler = runtime.equals("java") ? "example.Noop" : "main:handle";
        String definition = """
                name: %s
                runtime: %s
                handler: %s
                timeout: 60s
                env: {EXPERIMENT_RUN: "%s"}
                """.formatted(function, runtime, handler, bench.run());
        FunctionPackage code = FunctionPackage.ofZip(parameters.path(packages.getOrDefault(runtime, "")));
        bench.gateway().deploy(function, code.zip(definition));
    }

    /** Empty when the load was stopped before it. */
    private static List<Outcome> call(Bench bench, String function, int index) {
        Call call = new Call(
                Duration.ZERO,
                function,
                "{\"n\":" + index + "}",
                output -> output.at("/n").asInt(-1) == index);
        return bench.driver().oneAfterAnother(List.of(call)).outcomes().stream()
                .map(outcome -> new Outcome(
                        index,
                        call,
                        outcome.lateness(),
                        outcome.endToEnd(),
                        outcome.kind(),
                        outcome.answer(),
                        outcome.note()))
                .toList();
    }

    private static Measurement withFigures(Measurement measurement) {
        List<Answer> answers = measurement.result().outcomes().stream()
                .filter(Outcome::right)
                .map(Outcome::answer)
                .flatMap(Optional::stream)
                .toList();
        Distribution toUserCode = of(answers, answer -> (answer.total().toNanos() - execution(answer)) / MILLIS);
        return measurement
                .with(TO_USER_CODE, toUserCode.median())
                .with("timeToUserCodeMaxMs", toUserCode.max())
                .with("coldCalls", (double)
                        answers.stream().filter(Answer::cold).count());
    }

    /** Each way beside the container start it stands for, of the same repeat. */
    @Override
    public void print(ResultFolder folder, PrintStream out) throws IOException {
        Table table = new Table(List.of(
                "runtime, way, repeat", "to user code, ms", "container start, ms", "of it, %", "end to end p50, ms"));
        for (Configuration configuration : configurations) {
            Configuration replaced = Configuration.of(FACTORS, configuration.value(RUNTIME), CONTAINER);
            for (int repeat = 1; folder.run(configuration.values(), repeat).done(); repeat++) {
                StoredRun run = folder.run(configuration.values(), repeat);
                double taken = toUserCode(run);
                double container = toUserCode(folder.run(replaced.values(), repeat));
                Distribution endToEnd = Distribution.of(
                        run.invocations().stream().map(InvocationRow::endToEnd).toList());
                table.row(List.of(
                        configuration + ", " + repeat,
                        Table.number(taken),
                        Table.number(container),
                        Table.number(100 * taken / container),
                        Table.number(endToEnd.median())));
            }
        }
        out.println();
        table.print(out);
    }

    private static double toUserCode(StoredRun run) throws IOException {
        return run.done() ? run.read().figures().getOrDefault(TO_USER_CODE, Double.NaN) : Double.NaN;
    }

    private static long execution(Answer answer) {
        return answer.latencies().getOrDefault(Latency.EXECUTION, Duration.ZERO).toNanos();
    }

    private static Distribution of(List<Answer> answers, ToDoubleFunction<Answer> value) {
        return Distribution.of(
                answers.stream().map(answer -> value.applyAsDouble(answer)).toList());
    }
}
