package io.faasbatch.experiments.generate;

import io.faasbatch.experiments.trace.Arrival;
import io.faasbatch.experiments.trace.FibonacciInputs;
import io.faasbatch.experiments.trace.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A trace as it is described. Each function has random numbers of its own, so that its arrivals are the same whatever the number of functions.
 *
 * @param pattern of each function
 * @param functions how many; they are called {@code f1}, {@code f2}, ...
 */
record Generator(Pattern pattern, Inputs inputs, int functions, Duration length) {

    private static final double NANOS_PER_SECOND = 1e9;

    Trace generate(String name, long seed) {
        SplittableRandom seeds = new SplittableRandom(seed);
        List<Arrival> arrivals = new ArrayList<>();
        for (int i = 1; i <= functions; i++) {
            add(arrivals, "f" + i, seeds.split());
        }
        return new Trace(name, arrivals);
    }

    private void add(List<Arrival> arrivals, String function, SplittableRandom random) {
        SplittableRandom ofInputs = random.split();
        for (double second : pattern.arrivals(length.toNanos() / NANOS_PER_SECOND, random)) {
            int input = inputs.draw(ofInputs);
            Duration offset = Duration.ofNanos(Math.round(second * NANOS_PER_SECOND));
            arrivals.add(new Arrival(offset, function, input, FibonacciInputs.cost(input)));
        }
    }
}
