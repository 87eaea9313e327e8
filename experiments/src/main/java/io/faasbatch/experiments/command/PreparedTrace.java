package io.faasbatch.experiments.command;

import io.faasbatch.experiments.trace.FibonacciInputs;
import io.faasbatch.experiments.trace.Selection;
import io.faasbatch.experiments.trace.Trace;
import io.faasbatch.experiments.trace.TraceReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A trace, cut and scaled as the arguments say.
 *
 * @param steps by how many steps its inputs were scaled down
 */
public record PreparedTrace(Trace trace, int steps) {

    /** Which arrivals of the file there are, and when. */
    public static final Set<String> SELECTION_OPTIONS = Set.of(
            "--first", "--time-scale", "--from", "--until", "--apps", "--functions", "--keep", "--seed", "--durations");

    /** These, and how large the inputs are. */
    public static final Set<String> OPTIONS = with(SELECTION_OPTIONS, "--scale-down", "--cores");

    private static final String FIT = "fit";

    /** How long computing fib(20) takes where the trace will run. */
    public interface Speed {
        Duration costOf20() throws IOException, InterruptedException;
    }

    /** Reads the one file, for a machine of the usual speed. */
    public static PreparedTrace of(Arguments arguments) throws UsageException, IOException {
        return scaled(selected(arguments), arguments, FibonacciInputs.COST_OF_20);
    }

    /** Reads the one file; when it is to fit the machine, its speed is asked for. */
    public static PreparedTrace of(Arguments arguments, Speed speed)
            throws UsageException, IOException, InterruptedException {
        Trace trace = selected(arguments);
        return scaled(trace, arguments, isToFit(arguments) ? speed.costOf20() : FibonacciInputs.COST_OF_20);
    }

    private static PreparedTrace scaled(Trace trace, Arguments arguments, Duration costOf20) throws UsageException {
        int steps = isToFit(arguments)
                ? trace.stepsToFit(cores(arguments), Trace.SHARE_OF_CORES, costOf20)
                : Math.toIntExact(arguments.number("--scale-down", 0, 90, 0));
        return new PreparedTrace(trace.scaledDown(steps), steps);
    }

    private static boolean isToFit(Arguments arguments) {
        return arguments.text("--scale-down").orElse(FIT).equals(FIT);
    }

    /** Reads the one file, and leaves its inputs as they are. */
    public static Trace selected(Arguments arguments) throws UsageException, IOException {
        return TraceReader.read(
                        Path.of(arguments.file("trace")),
                        arguments.text("--durations").map(Path::of),
                        selection(arguments))
                .timeScaled(arguments.factor("--time-scale", 1));
    }

    private static Selection selection(Arguments arguments) throws UsageException {
        Duration from = arguments.duration("--from", Duration.ZERO);
        Duration until = arguments.duration("--until", Selection.NO_END);
        if (until.compareTo(from) <= 0) {
            throw new UsageException("--until must be after --from");
        }
        double keep = arguments.factor("--keep", 1);
        if (keep > 1) {
            throw new UsageException("--keep must be at most 1, not " + keep);
        }
        return new Selection(
                from,
                until,
                names(arguments, "--apps"),
                names(arguments, "--functions"),
                keep,
                Math.toIntExact(arguments.number("--first", 1, Integer.MAX_VALUE, Integer.MAX_VALUE)),
                arguments.number("--seed", Long.MIN_VALUE, Long.MAX_VALUE, Selection.DEFAULT_SEED));
    }

    private static Set<String> names(Arguments arguments, String option) {
        return arguments
                .text(option)
                .map(text -> Set.copyOf(List.of(text.split(","))))
                .orElse(Set.of());
    }

    /** How many cores the inputs have to fit: those of this machine, when nothing else is said. */
    public static int cores(Arguments arguments) throws UsageException {
        return Math.toIntExact(
                arguments.number("--cores", 1, 1024, Runtime.getRuntime().availableProcessors()));
    }

    private static Set<String> with(Set<String> options, String... more) {
        Set<String> all = new TreeSet<>(options);
        all.addAll(List.of(more));
        return Set.copyOf(all);
    }
}
