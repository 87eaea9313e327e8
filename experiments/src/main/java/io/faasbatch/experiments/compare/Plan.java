package io.faasbatch.experiments.compare;

import io.faasbatch.experiments.command.Arguments;
import io.faasbatch.experiments.command.UsageException;
import io.faasbatch.experiments.trace.Trace;
import io.faasbatch.experiments.trace.TraceReader;
import io.faasbatch.experiments.workload.Sample;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * What is compared, and how.
 *
 * @param trace cut and scaled as wished
 * @param steps by how many steps its inputs were scaled down
 * @param strategies empty: all there are
 */
record Plan(Trace trace, int steps, Sample sample, List<String> strategies, Duration interval, int repeats) {

    static final Set<String> OPTIONS = Set.of(
            "--kind", "--strategies", "--interval", "--repeats", "--first", "--time-scale", "--scale-down", "--cores");

    /** Of the machine's processors, what computing the inputs may ask for: the rest is for containers, processes and the system itself. */
    static final double SHARE_OF_CORES = 0.6;

    private static final Duration PAPER_INTERVAL = Duration.ofMillis(200);
    private static final String FIT = "fit";

    Plan {
        strategies = List.copyOf(strategies);
    }

    static Plan of(Arguments arguments) throws UsageException, IOException {
        Trace trace = TraceReader.read(Path.of(arguments.file("trace")))
                .first(Math.toIntExact(arguments.number("--first", 1, 1_000_000, 1_000_000)))
                .timeScaled(arguments.factor("--time-scale", 1));
        Sample sample = sample(arguments.text("--kind").orElse("cpu"));
        int steps = steps(arguments, trace, sample);
        List<String> strategies = arguments
                .text("--strategies")
                .map(names -> List.of(names.split(",")))
                .orElse(List.of());
        return new Plan(
                trace.scaledDown(steps),
                steps,
                sample,
                strategies,
                arguments.duration("--interval", PAPER_INTERVAL),
                Math.toIntExact(arguments.number("--repeats", 1, 1000, 1)));
    }

    private static Sample sample(String name) throws UsageException {
        try {
            return Sample.named(name);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--kind must be cpu or io, not " + name);
        }
    }

    /** Only computing has an input to scale. */
    private static int steps(Arguments arguments, Trace trace, Sample sample) throws UsageException {
        if (sample != Sample.CPU) {
            return 0;
        }
        String wish = arguments.text("--scale-down").orElse(FIT);
        if (!wish.equals(FIT)) {
            return Math.toIntExact(arguments.number("--scale-down", 0, 90, 0));
        }
        long cores = arguments.number("--cores", 1, 1024, Runtime.getRuntime().availableProcessors());
        return trace.stepsToFit(Math.toIntExact(cores), SHARE_OF_CORES);
    }

    Plan withStrategies(List<String> names) {
        return new Plan(trace, steps, sample, names, interval, repeats);
    }

    /**
     * The strategies in the order of one repeat. Each repeat begins with another one, so that none always runs on a machine that is warmer than for the
     * others; but in the first, Vanilla stands before all, because others take their target from what it measures.
     */
    List<String> order(int repeat) {
        List<String> order = new ArrayList<>(strategies);
        Collections.rotate(order, -repeat);
        if (repeat == 0 && order.remove(LatencyTarget.SOURCE)) {
            order.addFirst(LatencyTarget.SOURCE);
        }
        return order;
    }
}
