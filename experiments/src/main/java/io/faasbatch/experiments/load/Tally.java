package io.faasbatch.experiments.load;

import io.faasbatch.experiments.load.Outcome.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Accounts for every call exactly once: {@code sent = right + wrong + failed + lost}.
 *
 * @param duplicates answers that bear the id of an invocation which had answered another call
 */
public record Tally(int sent, int right, int wrong, int failed, int lost, int duplicates) {

    static Tally of(List<Outcome> outcomes) {
        return new Tally(
                outcomes.size(),
                count(outcomes, Kind.RIGHT),
                count(outcomes, Kind.WRONG),
                count(outcomes, Kind.FAILED),
                count(outcomes, Kind.LOST),
                duplicates(outcomes));
    }

    private static int count(List<Outcome> outcomes, Kind kind) {
        return Math.toIntExact(
                outcomes.stream().filter(outcome -> outcome.kind() == kind).count());
    }

    private static int duplicates(List<Outcome> outcomes) {
        Set<String> seen = new HashSet<>();
        return Math.toIntExact(outcomes.stream()
                .map(Outcome::answer)
                .flatMap(Optional::stream)
                .filter(answer -> !seen.add(answer.id()))
                .count());
    }

    /** Whether every call was answered rightly, by an invocation of its own. */
    public boolean flawless() {
        return right == sent && duplicates == 0;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d sent, %d right, %d wrong, %d failed, %d lost, %d duplicates",
                sent,
                right,
                wrong,
                failed,
                lost,
                duplicates);
    }
}
