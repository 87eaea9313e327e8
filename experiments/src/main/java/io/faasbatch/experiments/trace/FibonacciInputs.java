package io.faasbatch.experiments.trace;

import java.time.Duration;
import java.util.List;

/**
 * Which Fibonacci number stands for a recorded duration, and how long computing one takes.
 *
 * <p>The six ranges of inputs are those of the FaaSBatch artifact (github.com/dscLabJNU/FaaSBatch, {@code azure_function.py}), whose durations are grouped as
 * in SFS (SC 2022): up to 50, 100, 200, 400 and 1550 ms, and above. Within a range each next number takes golden-ratio times as long as the one before.
 */
public final class FibonacciInputs {

    /** What a Python function in our container needs for fib(20), nothing else running; the others follow by the golden ratio. */
    public static final Duration COST_OF_20 = Duration.ofNanos(1_330_000);

    private static final double GOLDEN = (1 + Math.sqrt(5)) / 2;
    private static final double MILLI = 1e6;

    private record Range(double belowMillis, int least, int most) {}

    private static final List<Range> RANGES = List.of(
            new Range(50, 20, 26),
            new Range(100, 27, 28),
            new Range(200, 29, 29),
            new Range(400, 30, 31),
            new Range(1550, 32, 33));
    private static final Range LONGEST = new Range(1550 * GOLDEN, 34, 35);

    private FibonacciInputs() {}

    /** The input that stands for a recorded duration. */
    public static int forDuration(Duration duration) {
        double millis = duration.toNanos() / MILLI;
        Range range = RANGES.stream()
                .filter(candidate -> millis < candidate.belowMillis())
                .findFirst()
                .orElse(LONGEST);
        if (millis <= 0) {
            return range.least();
        }
        double stepsBelow = Math.log(range.belowMillis() / millis) / Math.log(GOLDEN);
        return Math.clamp((long) Math.ceil(range.most() - stepsBelow), range.least(), range.most());
    }

    /** How long computing it takes in Python. */
    public static Duration cost(int input) {
        return scaled(COST_OF_20, input - 20);
    }

    /** A duration that belongs to another input, {@code steps} larger. */
    static Duration scaled(Duration duration, int steps) {
        return Duration.ofNanos(Math.round(duration.toNanos() * Math.pow(GOLDEN, steps)));
    }

    /** The n-th Fibonacci number. */
    public static long value(int n) {
        long before = 0;
        long value = 1;
        for (int i = 0; i < n; i++) {
            long next = before + value;
            before = value;
            value = next;
        }
        return before;
    }
}
