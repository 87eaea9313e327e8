package io.faasbatch.experiments.suite;

import io.faasbatch.experiments.api.Gateway.Dispatch;
import io.faasbatch.experiments.experiment.Bench;
import io.faasbatch.experiments.experiment.Configuration;
import io.faasbatch.experiments.experiment.Experiment;
import io.faasbatch.experiments.experiment.Measurement;
import io.faasbatch.experiments.experiment.Parameters;
import io.faasbatch.experiments.load.Outcome;
import io.faasbatch.experiments.trace.Trace;
import io.faasbatch.experiments.workload.Sample;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What Kraken makes of tighter and wider latency targets: each is a percentile of what Vanilla took for the same load. The strategies without a target stand beside
 * it. Of every run it says how many answers kept each of the targets.
 */
final class SloSensitivity implements Experiment {

    private static final String KIND = "kind";
    private static final String STRATEGY = "strategy";
    private static final String TARGET = "target";
    private static final List<String> FACTORS = List.of(KIND, STRATEGY, TARGET);
    private static final String NONE = "none";

    private final Trace trace;
    private final Map<String, String> settings;
    private final Duration interval;
    private final List<Integer> percentiles;
    private final List<Configuration> configurations = new ArrayList<>();

    SloSensitivity(Parameters parameters) throws IOException {
        trace = new Loads(parameters).trace();
        settings = Settings.of(parameters);
        interval = parameters.duration("interval");
        percentiles = parameters.numbers("targets", 50, 99);
        for (int percentile : percentiles) {
            if (!Strategies.isRecorded(percentile)) {
                throw parameters.refused("targets", "must be of the percentiles " + Strategies.recorded());
            }
        }
        List<String> kinds = Kinds.of(parameters);
        kinds.forEach(kind -> configurations.add(Configuration.of(FACTORS, kind, Strategies.VANILLA, NONE)));
        for (String kind : kinds) {
            percentiles.forEach(percentile ->
                    configurations.add(Configuration.of(FACTORS, kind, Strategies.KRAKEN, "p" + percentile)));
            for (String strategy : parameters.texts("beside")) {
                configurations.add(Configuration.of(FACTORS, kind, strategy, NONE));
            }
        }
    }

    @Override
    public List<String> factors() {
        return FACTORS;
    }

    @Override
    public Map<String, String> baseline() {
        return Map.of(STRATEGY, Strategies.VANILLA, TARGET, NONE);
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
    }

    @Override
    public Measurement measure(Configuration configuration, Bench bench) throws IOException, InterruptedException {
        String target = configuration.value(TARGET);
        String strategy = configuration.value(STRATEGY);
        Configuration vanilla = Configuration.of(FACTORS, configuration.value(KIND), Strategies.VANILLA, NONE);
        Dispatch dispatch = new Dispatch(strategy, interval);
        if (!target.equals(NONE)) {
            int percentile = Integer.parseInt(target.substring(1));
            OptionalDouble millis = bench.figure(vanilla, Strategies.totalFigure(percentile));
            dispatch = new Dispatch(strategy, interval, Strategies.target(millis.orElse(0)));
        }
        Measurement measurement = Strategies.measure(bench, trace, Sample.named(configuration.value(KIND)), dispatch);
        return withKept(measurement, vanilla, bench);
    }

    /** The share of all calls that were answered rightly within each of the targets, all parts of the latency together. */
    private Measurement withKept(Measurement measurement, Configuration vanilla, Bench bench) throws IOException {
        Measurement with = measurement;
        for (int percentile : percentiles) {
            double target =
                    bench.figure(vanilla, Strategies.totalFigure(percentile)).orElse(Double.NaN);
            if (!Double.isNaN(target)) {
                long kept = measurement.result().outcomes().stream()
                        .filter(Outcome::right)
                        .flatMap(outcome -> outcome.answer().stream())
                        .filter(answer -> answer.total().toNanos() / 1e6 <= target)
                        .count();
                with = with.with(
                        "withinP" + percentile + "Percent",
                        100.0 * kept / measurement.result().outcomes().size());
            }
        }
        return with;
    }
}
