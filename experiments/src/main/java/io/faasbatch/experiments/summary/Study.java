package io.faasbatch.experiments.summary;

import io.faasbatch.experiments.results.ExperimentRecord;
import io.faasbatch.experiments.results.ResultFolder;
import io.faasbatch.experiments.results.RunRecord;
import io.faasbatch.experiments.results.RunRecord.Status;
import io.faasbatch.experiments.results.StoredRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The results of one experiment, as far as they are there. Immutable. */
public final class Study {

    private final ExperimentRecord experiment;
    private final List<Configuration> configurations;
    private final List<RunRecord> all;

    private Study(ExperimentRecord experiment, List<Configuration> configurations, List<RunRecord> all) {
        this.experiment = experiment;
        this.configurations = List.copyOf(configurations);
        this.all = List.copyOf(all);
    }

    public static Study read(Path path) throws IOException {
        ResultFolder folder = ResultFolder.open(path);
        ExperimentRecord experiment = folder.experiment();
        List<RunRecord> all = new ArrayList<>();
        Map<String, List<Measured>> reported = new LinkedHashMap<>();
        for (StoredRun run : folder.runs()) {
            RunRecord record = run.read();
            all.add(record);
            if (record.status() == Status.COMPLETE) {
                reported.computeIfAbsent(run.id(), _ -> new ArrayList<>())
                        .add(new Measured(record, run.invocations(), run.samples()));
            }
        }
        List<Configuration> configurations = reported.entrySet().stream()
                .map(entry -> configuration(experiment, entry.getKey(), entry.getValue()))
                .sorted(order(experiment))
                .toList();
        return new Study(experiment, configurations, all);
    }

    private static Configuration configuration(ExperimentRecord experiment, String id, List<Measured> runs) {
        return new Configuration(id, experiment.ordered(runs.getFirst().record().configuration()), runs);
    }

    private static Comparator<Configuration> order(ExperimentRecord experiment) {
        Comparator<Configuration> order = Comparator.comparingInt(_ -> 0);
        for (String factor : experiment.factors()) {
            order = order.thenComparing(configuration -> configuration.value(factor), FactorOrder.values());
        }
        return order;
    }

    public ExperimentRecord experiment() {
        return experiment;
    }

    /** Those with a run that may be reported. */
    public List<Configuration> configurations() {
        return configurations;
    }

    /** Every run that is done, whether its figures may be reported or not, in the order in which they were made. */
    public List<RunRecord> runs() {
        return all.stream().sorted(Comparator.comparingInt(RunRecord::order)).toList();
    }

    /** Runs whose figures are not reported. */
    public List<RunRecord> refused() {
        return runs().stream().filter(run -> run.status() != Status.COMPLETE).toList();
    }

    public List<Measured> measured() {
        return configurations.stream()
                .flatMap(configuration -> configuration.runs().stream())
                .toList();
    }

    public List<Figure> figures() {
        return Figures.of(measured());
    }

    /** The values a factor has, ordered. */
    public List<String> values(String factor) {
        return values(configurations, factor);
    }

    /** The values a factor has among some configurations, ordered. */
    public static List<String> values(Collection<Configuration> among, String factor) {
        return among.stream()
                .map(configuration -> configuration.value(factor))
                .distinct()
                .sorted(FactorOrder.values())
                .toList();
    }

    /** Whether others are compared with it. */
    public boolean baseline(Configuration configuration) {
        Map<String, String> baseline = experiment.baseline();
        return !baseline.isEmpty() && baseline.equals(restricted(configuration, baseline.keySet()));
    }

    /** What a configuration is compared with: the baseline that differs in nothing else; where there is none, the only one that agrees in the most factors. */
    public Optional<Configuration> counterpart(Configuration of) {
        return baseline(of)
                ? Optional.empty()
                : closest(of, configurations.stream().filter(this::baseline).toList());
    }

    private static Optional<Configuration> closest(Configuration of, List<Configuration> candidates) {
        Map<Long, List<Configuration>> byAgreement =
                candidates.stream().collect(Collectors.groupingBy(candidate -> agreement(of, candidate)));
        return byAgreement.entrySet().stream()
                .max(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .filter(found -> found.size() == 1)
                .map(List::getFirst);
    }

    private static long agreement(Configuration one, Configuration other) {
        return one.values().entrySet().stream()
                .filter(entry -> entry.getValue().equals(other.value(entry.getKey())))
                .count();
    }

    private static Map<String, String> restricted(Configuration configuration, Collection<String> factors) {
        Map<String, String> values = new HashMap<>(configuration.values());
        values.keySet().retainAll(factors);
        return values;
    }
}
