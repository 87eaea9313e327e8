package io.faasbatch.experiments.suite;

import io.faasbatch.experiments.api.Gateway.Dispatch;
import io.faasbatch.experiments.experiment.Bench;
import io.faasbatch.experiments.experiment.Configuration;
import io.faasbatch.experiments.experiment.Experiment;
import io.faasbatch.experiments.experiment.Measurement;
import io.faasbatch.experiments.experiment.Parameters;
import io.faasbatch.experiments.figures.Distribution;
import io.faasbatch.experiments.load.Call;
import io.faasbatch.experiments.load.LoadResult;
import io.faasbatch.experiments.load.Outcome;
import io.faasbatch.experiments.load.TraceLoad;
import io.faasbatch.experiments.trace.Arrival;
import io.faasbatch.experiments.trace.Trace;
import io.faasbatch.experiments.workload.Sample;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** End-to-end latency of each strategy, with computing functions and those that make clients alone, and both beside each other on the same worker. */
final class LatencyAndColocation implements Experiment {

    private static final String LOAD = "load";
    private static final String STRATEGY = "strategy";
    private static final List<String> FACTORS = List.of(LOAD, STRATEGY);
    private static final String TOGETHER = "cpu+io";

    private final Trace trace;
    private final Map<String, String> settings;
    private final Duration interval;
    private final List<Configuration> configurations = new ArrayList<>();

    LatencyAndColocation(Parameters parameters) throws IOException {
        trace = new Loads(parameters).trace();
        settings = Settings.of(parameters);
        interval = parameters.duration("interval");
        List<String> strategies = new ArrayList<>(parameters.texts("strategies"));
        strategies.sort(Comparator.comparing(strategy -> !strategy.equals(Strategies.VANILLA)));
        for (String strategy : strategies) {
            for (String load : List.of(Kinds.CPU, Kinds.IO, TOGETHER)) {
                configurations.add(Configuration.of(FACTORS, load, strategy));
            }
        }
    }

    @Override
    public List<String> factors() {
        return FACTORS;
    }

    @Override
    public Map<String, String> baseline() {
        return Map.of(STRATEGY, Strategies.VANILLA);
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
        Strategies.warmUp(bench, trace, Sample.CPU);
        Strategies.warmUp(bench, trace, Sample.IO);
    }

    @Override
    public Measurement measure(Configuration configuration, Bench bench) throws IOException, InterruptedException {
        String load = configuration.value(LOAD);
        Dispatch dispatch = dispatch(configuration, bench);
        List<Call> calls = new ArrayList<>();
        for (String kind : List.of(Kinds.CPU, Kinds.IO)) {
            if (load.equals(kind) || load.equals(TOGETHER)) {
                TraceLoad part = new TraceLoad(named(kind), Sample.named(kind).under(dispatch.strategy()));
                part.deploy(bench.gateway(), bench.run());
                calls.addAll(part.calls());
            }
        }
        calls.sort(Comparator.comparing(Call::offset));
        bench.gateway().choose(dispatch);
        Measurement measured = bench.monitored(() -> bench.driver().onSchedule(calls));
        return byKind(Strategies.withTotals(measured, dispatch));
    }

    private Dispatch dispatch(Configuration configuration, Bench bench) throws IOException {
        String strategy = configuration.value(STRATEGY);
        Configuration vanilla = Configuration.of(FACTORS, configuration.value(LOAD), Strategies.VANILLA);
        OptionalDouble target = strategy.equals(Strategies.KRAKEN)
                ? bench.figure(vanilla, Strategies.totalFigure(Strategies.ARTIFACT_PERCENTILE))
                : OptionalDouble.empty();
        return target.isPresent()
                ? new Dispatch(strategy, interval, Strategies.target(target.getAsDouble()))
                : new Dispatch(strategy, interval);
    }

    /** The functions of both kinds are deployed beside each other, so they need names of their own. */
    private Trace named(String kind) {
        return new Trace(
                trace.name(),
                trace.arrivals().stream()
                        .map(arrival -> new Arrival(
                                arrival.offset(), kind + "-" + arrival.function(), arrival.input(), arrival.duration()))
                        .toList());
    }

    private static Measurement byKind(Measurement measurement) {
        Measurement with = measurement;
        for (String kind : List.of(Kinds.CPU, Kinds.IO)) {
            Distribution endToEnd = endToEnd(measurement.result(), kind + "-");
            if (endToEnd.count() > 0) {
                with = with.with(kind + "EndToEndP50Ms", endToEnd.median())
                        .with(kind + "EndToEndP99Ms", endToEnd.percentile(0.99))
                        .with(kind + "EndToEndMeanMs", endToEnd.mean());
            }
        }
        return with;
    }

    private static Distribution endToEnd(LoadResult result, String prefix) {
        return Distribution.ofDurations(result.outcomes().stream()
                .filter(Outcome::right)
                .filter(outcome -> outcome.call().function().startsWith(prefix))
                .map(Outcome::endToEnd)
                .toList());
    }
}
