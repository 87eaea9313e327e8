package io.faasbatch.experiments.recommend;

import io.faasbatch.experiments.recommend.Candidate.Verdict;
import io.faasbatch.experiments.summary.Bootstrap;
import io.faasbatch.experiments.summary.Configuration;
import io.faasbatch.experiments.summary.Study;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * For one load: what was measured on it, the cheapest first, and which of it is recommended.
 *
 * @param load the values of the factors that cannot be chosen, such as the kind of the functions; empty when there are none
 */
record Recommendation(String load, List<Candidate> candidates, Optional<Candidate> choice) {

    /** What an operator can choose. All other factors are the load. */
    private static final List<String> CHOOSABLE =
            List.of("strategy", "interval", "dispatchInterval", "dispatch-interval");

    static List<Recommendation> of(Study study, Target target) {
        Bootstrap bootstrap = new Bootstrap(study.experiment().seed());
        return study.configurations().stream()
                .collect(Collectors.groupingBy(Recommendation::load, LinkedHashMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .map(entry -> of(entry.getKey(), entry.getValue(), target, bootstrap))
                .toList();
    }

    private static Recommendation of(
            String load, List<Configuration> configurations, Target target, Bootstrap bootstrap) {
        List<Candidate> candidates = configurations.stream()
                .map(configuration -> Candidate.of(configuration, target, bootstrap))
                .sorted(Comparator.comparingDouble(Candidate::cost))
                .toList();
        Optional<Candidate> sure = cheapest(candidates, Verdict.MEETS);
        return new Recommendation(load, candidates, sure.or(() -> cheapest(candidates, Verdict.PROBABLY)));
    }

    /** Cheapest first: container-seconds that were not measured come last, and are never chosen. */
    private static Optional<Candidate> cheapest(List<Candidate> candidates, Verdict verdict) {
        return candidates.stream()
                .filter(candidate -> candidate.verdict() == verdict && Double.isFinite(candidate.cost()))
                .findFirst();
    }

    private static String load(Configuration configuration) {
        return configuration.values().entrySet().stream()
                .filter(entry -> !CHOOSABLE.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .collect(Collectors.joining(", "));
    }

    /** The one that comes nearest to the target. */
    Optional<Candidate> nearest() {
        return candidates.stream()
                .filter(candidate -> candidate.verdict() == Verdict.MISSES)
                .max(Comparator.comparingDouble(candidate -> candidate.share().value()));
    }
}
