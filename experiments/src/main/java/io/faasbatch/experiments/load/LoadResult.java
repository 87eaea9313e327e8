package io.faasbatch.experiments.load;

import io.faasbatch.experiments.figures.Distribution;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What became of a load.
 *
 * @param outcomes one per call that was sent and ended, in the order of the calls
 * @param start when offset 0 was, by {@link System#nanoTime}
 * @param length from the start until the last answer
 * @param left calls that are in no outcome, because the load was stopped before they were sent or answered
 */
public record LoadResult(List<Outcome> outcomes, long start, Duration length, int left) {

    public LoadResult {
        outcomes = List.copyOf(outcomes);
    }

    /** Whether it was stopped before its end. */
    public boolean partial() {
        return left > 0;
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
