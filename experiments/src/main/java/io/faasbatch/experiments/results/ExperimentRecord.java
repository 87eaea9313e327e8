package io.faasbatch.experiments.results;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What an experiment was, for everybody who reads its results: {@code experiment.json}.
 *
 * @param experiment its name, as that of its command
 * @param command exactly as it was given
 * @param finishedAt empty until every run is done
 * @param parameters as in its file, with what the command line said otherwise
 * @param factors what its runs differ in, in the order in which it names them
 * @param baseline values of factors that the others are compared with; empty when there is nothing to compare
 */
@JsonPropertyOrder({
    "experiment",
    "title",
    "command",
    "startedAt",
    "finishedAt",
    "seed",
    "parameters",
    "factors",
    "baseline",
    "plannedRepeats",
    "machine",
    "versions"
})
public record ExperimentRecord(
        String experiment,
        String title,
        String command,
        Instant startedAt,
        Optional<Instant> finishedAt,
        long seed,
        Map<String, Object> parameters,
        List<String> factors,
        Map<String, String> baseline,
        int plannedRepeats,
        Machine machine,
        Versions versions) {

    /** Of a factor: its values name folders and are joined with {@code _}. */
    private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.+-]{0,62}");

    private static final String JOINT = "_";

    public ExperimentRecord {
        parameters = Ordered.copyOf(parameters);
        factors = List.copyOf(factors);
        baseline = Ordered.copyOf(baseline);
        if (new HashSet<>(factors).size() < factors.size()) {
            throw new IllegalArgumentException("a factor is named twice: " + factors);
        }
        if (!factors.containsAll(baseline.keySet())) {
            throw new IllegalArgumentException("the baseline has other factors than " + factors + ": " + baseline);
        }
        if (plannedRepeats < 1) {
            throw new IllegalArgumentException("plannedRepeats must be 1 or more, not " + plannedRepeats);
        }
    }

    /** The same once everything is done. */
    public ExperimentRecord finished(Instant at) {
        return new ExperimentRecord(
                experiment,
                title,
                command,
                startedAt,
                Optional.of(at),
                seed,
                parameters,
                factors,
                baseline,
                plannedRepeats,
                machine,
                versions);
    }

    /**
     * The name of a configuration's folder: its values in the order of the factors, such as {@code cpu_faasbatch_200ms}.
     *
     * @throws IllegalArgumentException when it has other factors, or values that cannot be told apart in a name
     */
    public String idOf(Map<String, String> configuration) {
        if (!configuration.keySet().equals(new HashSet<>(factors))) {
            throw new IllegalArgumentException("the factors are " + factors + ", not " + configuration.keySet());
        }
        configuration.forEach(ExperimentRecord::requireName);
        return factors.isEmpty()
                ? "all"
                : factors.stream().map(configuration::get).collect(Collectors.joining(JOINT));
    }

    /** The factors of a configuration in their order. */
    public Map<String, String> ordered(Map<String, String> configuration) {
        idOf(configuration);
        Map<String, String> ordered = new LinkedHashMap<>();
        factors.forEach(factor -> ordered.put(factor, configuration.getOrDefault(factor, "")));
        return Ordered.copyOf(ordered);
    }

    private static void requireName(String factor, String value) {
        if (!VALUE.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "a value of " + factor + " must be of letters, digits, '.', '+' and '-', not '" + value + "'");
        }
    }

    /** Where it was measured. */
    @JsonPropertyOrder({"host", "cores", "cpuModel", "memoryBytes", "kernel", "os"})
    public record Machine(String host, int cores, String cpuModel, long memoryBytes, String kernel, String os) {}

    /**
     * What was measured.
     *
     * @param commit empty outside of a checkout
     */
    @JsonPropertyOrder({"faasbatch", "commit", "java", "docker", "redis"})
    public record Versions(String faasbatch, Optional<String> commit, String java, String docker, String redis) {}
}
