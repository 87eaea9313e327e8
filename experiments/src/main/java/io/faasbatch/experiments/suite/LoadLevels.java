package io.faasbatch.experiments.suite;

import io.faasbatch.experiments.api.Gateway.Dispatch;
import io.faasbatch.experiments.experiment.Bench;
import io.faasbatch.experiments.experiment.Configuration;
import io.faasbatch.experiments.experiment.Experiment;
import io.faasbatch.experiments.experiment.Measurement;
import io.faasbatch.experiments.experiment.Parameters;
import io.faasbatch.experiments.trace.Trace;
import io.faasbatch.experiments.workload.Sample;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/** Each strategy under Poisson arrivals at several rates. */
final class LoadLevels implements Experiment {

    private static final String LEVEL = "level";
    private static final String STRATEGY = "strategy";
    private static final List<String> FACTORS = List.of(LEVEL, STRATEGY);
    private static final String RATES = "rates";

    private final Map<String, Trace> traces = new LinkedHashMap<>();
    private final Map<String, String> settings;
    private final Duration interval;
    private final Sample sample;
    private final List<Configuration> configurations = new ArrayList<>();

    LoadLevels(Parameters parameters) throws IOException {
        settings = Settings.of(parameters);
        interval = parameters.duration("interval");
        sample = Sample.named(Kinds.of(parameters).getFirst());
        Loads loads = new Loads(parameters);
        for (Map.Entry<String, String> rate : parameters.named(RATES).entrySet()) {
            double perSecond = parameters.decimal(RATES, rate.getValue(), Loads.MOST_PER_SECOND);
            traces.put(rate.getKey(), loads.poisson(perSecond));
        }
        List<String> strategies = new ArrayList<>(parameters.texts("strategies"));
        strategies.sort(Comparator.comparing(strategy -> !strategy.equals(Strategies.VANILLA)));
        for (String strategy : strategies) {
            traces.keySet().forEach(level -> configurations.add(Configuration.of(FACTORS, level, strategy)));
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
        Strategies.warmUp(bench, traces.values().iterator().next(), sample);
    }

    @Override
    public Measurement measure(Configuration configuration, Bench bench) throws IOException, InterruptedException {
        String strategy = configuration.value(STRATEGY);
        String level = configuration.value(LEVEL);
        OptionalDouble target = strategy.equals(Strategies.KRAKEN)
                ? bench.figure(
                        Configuration.of(FACTORS, level, Strategies.VANILLA),
                        Strategies.totalFigure(Strategies.ARTIFACT_PERCENTILE))
                : OptionalDouble.empty();
        Dispatch dispatch = target.isPresent()
                ? new Dispatch(strategy, interval, Strategies.target(target.getAsDouble()))
                : new Dispatch(strategy, interval);
        return Strategies.measure(bench, Objects.requireNonNull(traces.get(level)), sample, dispatch);
    }
}
