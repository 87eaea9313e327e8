package io.faasbatch.experiments.load;

import io.faasbatch.experiments.figures.Distribution;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What became of a load.
 *
 * @param outcomes one per call, in the order of the calls
 * @param length from the start until the last answer
 */
public record LoadResult(List<Outcome> outcomes, Duration length) {

    public LoadResult {
        outcomes = List.copyOf(outcomes);
    }

    public Tally tally() {
        return Tally.of(outcomes);
    }

    public Punctuality punctuality() {
        return Punctuality.of(outcomes);
    }

    /** Of the right answers, in milliseconds. */
    public Distribution endToEnd() {
        return Distribution.ofDurations(
                outcomes.stream().filter(Outcome::right).map(Outcome::endToEnd).toList());
    }

    /** Of the right answers, in milliseconds. */
    public Distribution latency(Latency latency) {
        return Distribution.ofDurations(answers().stream()
                .map(answer -> Objects.requireNonNull(answer.latencies().get(latency)))
                .toList());
    }

    /** What the worker measured of the right answers, all parts together, in milliseconds. */
    public Distribution total() {
        return Distribution.ofDurations(answers().stream().map(Answer::total).toList());
    }

    /** The ids of the containers that answered. */
    public List<String> containers() {
        return answers().stream()
                .map(Answer::container)
                .filter(id -> !id.isEmpty())
                .distinct()
                .toList();
    }

    private List<Answer> answers() {
        return outcomes.stream()
                .filter(Outcome::right)
                .map(Outcome::answer)
                .flatMap(Optional::stream)
                .toList();
    }
}
