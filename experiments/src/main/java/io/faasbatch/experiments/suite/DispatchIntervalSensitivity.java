package io.faasbatch.experiments.suite;

import io.faasbatch.experiments.api.Gateway.Dispatch;
import io.faasbatch.experiments.experiment.Bench;
import io.faasbatch.experiments.experiment.Configuration;
import io.faasbatch.experiments.experiment.Experiment;
import io.faasbatch.experiments.experiment.Measurement;
import io.faasbatch.experiments.experiment.Parameters;
import io.faasbatch.experiments.results.ResultFolder;
import io.faasbatch.experiments.trace.Trace;
import io.faasbatch.experiments.workload.Sample;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** The paper's sweep: every strategy at every dispatch interval, for computing functions and for those that make clients. */
final class DispatchIntervalSensitivity implements Experiment {

    static final String KIND = "kind";
    static final String STRATEGY = "strategy";
    static final String INTERVAL = "interval";
    private static final List<String> FACTORS = List.of(KIND, STRATEGY, INTERVAL);

    private final Trace trace;
    private final Map<String, String> settings;
    private final Map<String, Duration> intervals = new LinkedHashMap<>();
    private final List<Configuration> configurations = new ArrayList<>();

    DispatchIntervalSensitivity(Parameters parameters) throws IOException {
        trace = new Loads(parameters).trace();
        settings = Settings.of(parameters);
        List<Duration> all = parameters.durations("intervals");
        Duration once = parameters.duration("once-interval");
        List<String> strategies = new ArrayList<>(parameters.texts("strategies"));
        List<String> kinds = Kinds.of(parameters);
        // Kraken takes its target from what Vanilla measured.
        strategies.sort((a, b) -> Boolean.compare(b.equals(Strategies.VANILLA), a.equals(Strategies.VANILLA)));
        for (String strategy : strategies) {
            add(kinds, strategy, all);
        }
        for (String strategy : parameters.texts("once")) {
            add(kinds, strategy, List.of(once));
        }
    }

    private void add(List<String> kinds, String strategy, List<Duration> at) {
        for (Duration interval : at) {
            intervals.put(Durations.name(interval), interval);
            for (String kind : kinds) {
                configurations.add(configuration(kind, strategy, Durations.name(interval)));
            }
        }
    }

    private static Configuration configuration(String kind, String strategy, String interval) {
        return Configuration.of(FACTORS, kind, strategy, interval);
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
        Duration interval = intervals.getOrDefault(configuration.value(INTERVAL), Duration.ZERO);
        String strategy = configuration.value(STRATEGY);
        Dispatch plain = new Dispatch(strategy, interval);
        OptionalDouble target =
                strategy.equals(Strategies.KRAKEN) ? target(configuration, bench) : OptionalDouble.empty();
        Dispatch dispatch =
                target.isPresent() ? new Dispatch(strategy, interval, Strategies.target(target.getAsDouble())) : plain;
        return Strategies.measure(bench, trace, Sample.named(configuration.value(KIND)), dispatch);
    }

    @Override
    public void derive(ResultFolder folder) throws IOException {
        ArtifactFiles.write(folder);
    }

    /** What Vanilla measured with the same functions at the same interval. */
    private static OptionalDouble target(Configuration kraken, Bench bench) throws IOException {
        Configuration vanilla = configuration(kraken.value(KIND), Strategies.VANILLA, kraken.value(INTERVAL));
        return bench.figure(vanilla, Strategies.totalFigure(Strategies.ARTIFACT_PERCENTILE));
    }
}
