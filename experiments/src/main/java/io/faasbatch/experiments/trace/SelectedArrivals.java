package io.faasbatch.experiments.trace;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Takes what a selection wants of a file that is being read. Used by one thread. */
final class SelectedArrivals {

    /** Most arrivals that are kept: more than the whole Azure Functions trace of 2021. */
    static final int MOST = 2_500_000;

    private final Path file;
    private final Selection selection;
    private final SplittableRandom random;
    private final Map<String, String> names = new HashMap<>();
    private final List<Arrival> kept = new ArrayList<>();

    SelectedArrivals(Path file, Selection selection) {
        this.file = file;
        this.selection = selection;
        this.random = new SplittableRandom(selection.seed());
    }

    /** @param line for the message when there are too many */
    void take(int line, Recorded recorded) throws MalformedTraceException {
        Arrival arrival = recorded.arrival();
        if (!selection.hasTime(arrival.offset()) || !selection.hasNames(recorded.app(), recorded.function())) {
            return;
        }
        if (selection.keep() < 1 && random.nextDouble() >= selection.keep()) {
            return;
        }
        if (kept.size() == MOST) {
            throw new MalformedTraceException(file, line, 1, "has more than " + MOST + " arrivals to keep");
        }
        Duration offset = arrival.offset().minus(selection.from());
        kept.add(new Arrival(offset, oneOf(arrival.function()), arrival.input(), arrival.duration()));
    }

    /** One string for each name, not one for each line. */
    private String oneOf(String function) {
        return names.computeIfAbsent(function, name -> name);
    }

    Trace trace() {
        return new Trace(String.valueOf(file.getFileName()), kept).first(selection.first());
    }
}
