package io.faasbatch.experiments.trace;

import java.time.Duration;
import java.util.Set;

/**
 * Which arrivals of a trace are wanted. Applied while it is read, in the order of the fields, so that a day of millions needs memory for what is kept only.
 *
 * @param from where the window begins; offsets count from here
 * @param until where it ends, itself not in it
 * @param apps names, or their first twelve characters; all when empty
 * @param functions names, or their first twelve characters; all when empty
 * @param keep which fraction stays, above 0 and at most 1; each arrival is kept or not by itself
 * @param first how many of those there are then, in the order of their offsets
 * @param seed of all that is drawn: what is kept, and what a trace of counts leaves open
 */
public record Selection(
        Duration from, Duration until, Set<String> apps, Set<String> functions, double keep, int first, long seed) {

    /** Longer than every trace. */
    public static final Duration NO_END = Duration.ofDays(36_500);

    public static final long DEFAULT_SEED = 1;

    /** Everything. */
    public static final Selection ALL =
            new Selection(Duration.ZERO, NO_END, Set.of(), Set.of(), 1, Integer.MAX_VALUE, DEFAULT_SEED);

    public Selection {
        if (from.isNegative() || until.compareTo(from) <= 0) {
            throw new IllegalArgumentException("a window from " + from + " until " + until + " has no time in it");
        }
        if (!(keep > 0 && keep <= 1) || first < 1) {
            throw new IllegalArgumentException(
                    "keep must be above 0 and at most 1, and first at least 1: " + keep + " " + first);
        }
        apps = Set.copyOf(apps);
        functions = Set.copyOf(functions);
    }

    boolean hasTime(Duration offset) {
        return offset.compareTo(from) >= 0 && offset.compareTo(until) < 0;
    }

    /** @param app empty when the trace names none */
    boolean hasNames(String app, String function) {
        return has(apps, app) && has(functions, function);
    }

    private static boolean has(Set<String> names, String name) {
        return names.isEmpty() || names.contains(name) || names.contains(ShortName.of(name));
    }
}
