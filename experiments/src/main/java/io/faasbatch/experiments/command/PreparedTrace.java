package io.faasbatch.experiments.command;

import io.faasbatch.experiments.trace.Trace;
import io.faasbatch.experiments.trace.TraceReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/**
 * A trace, cut and scaled as the arguments say.
 *
 * @param steps by how many steps its inputs were scaled down
 */
public record PreparedTrace(Trace trace, int steps) {

    public static final Set<String> OPTIONS = Set.of("--first", "--time-scale", "--scale-down", "--cores");

    /** Of the machine's processors, what computing the inputs may ask for: the rest is for containers, processes and the system itself. */
    static final double SHARE_OF_CORES = 0.6;

    private static final String FIT = "fit";

    /** Reads the one file. */
    public static PreparedTrace of(Arguments arguments) throws UsageException, IOException {
        Trace trace = TraceReader.read(Path.of(arguments.file("trace")))
                .first(Math.toIntExact(arguments.number("--first", 1, 1_000_000, 1_000_000)))
                .timeScaled(arguments.factor("--time-scale", 1));
        int steps = arguments.text("--scale-down").orElse(FIT).equals(FIT)
                ? trace.stepsToFit(cores(arguments), SHARE_OF_CORES)
                : Math.toIntExact(arguments.number("--scale-down", 0, 90, 0));
        return new PreparedTrace(trace.scaledDown(steps), steps);
    }

    /** How many cores the inputs have to fit: those of this machine, when nothing else is said. */
    public static int cores(Arguments arguments) throws UsageException {
        return Math.toIntExact(
                arguments.number("--cores", 1, 1024, Runtime.getRuntime().availableProcessors()));
    }
}
