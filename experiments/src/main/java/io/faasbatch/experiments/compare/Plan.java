package io.faasbatch.experiments.compare;

import io.faasbatch.experiments.command.Arguments;
import io.faasbatch.experiments.command.PreparedTrace;
import io.faasbatch.experiments.command.UsageException;
import io.faasbatch.experiments.trace.Trace;
import io.faasbatch.experiments.workload.Sample;
import java.io.IOException;
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
 * @param warmUp calls of the run that warms the system and this program up, and is not reported
 */
record Plan(
        Trace trace, int steps, Sample sample, List<String> strategies, Duration interval, int repeats, int warmUp) {

    static final Set<String> OPTIONS = Set.of("--kind", "--strategies", "--interval", "--repeats", "--warm-up");

    private static final int WARM_UP_CALLS = 1000;

    private static final Duration PAPER_INTERVAL = Duration.ofMillis(200);

    Plan {
        strategies = List.copyOf(strategies);
    }

    static Plan of(Arguments arguments, PreparedTrace.Speed speed)
            throws UsageException, IOException, InterruptedException {
        Sample sample = sample(arguments.text("--kind").orElse("cpu"));
        PreparedTrace prepared = PreparedTrace.of(arguments, speed);
        List<String> strategies = arguments
                .text("--strategies")
                .map(names -> List.of(names.split(",")))
                .orElse(List.of());
        return new Plan(
                prepared.trace(),
                prepared.steps(),
                sample,
                strategies,
                arguments.duration("--interval", PAPER_INTERVAL),
                Math.toIntExact(arguments.number("--repeats", 1, 1000, 1)),
                Math.toIntExact(arguments.number("--warm-up", 0, 1_000_000, WARM_UP_CALLS)));
    }

    private static Sample sample(String name) throws UsageException {
        try {
            return Sample.named(name);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--kind must be cpu, cpu-threads, io or io-shared, not " + name);
        }
    }

    Plan withStrategies(List<String> names) {
        return new Plan(trace, steps, sample, names, interval, repeats, warmUp);
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
