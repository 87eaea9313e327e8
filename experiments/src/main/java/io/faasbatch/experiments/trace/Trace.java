package io.faasbatch.experiments.trace;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Arrivals in order. Immutable.
 *
 * @param name for reports
 */
public record Trace(String name, List<Arrival> arrivals) {

    /**
     * Of a machine's cores, what computing the inputs may ask for on average. The paper's load asks for 6.4 of its worker's 32 cores, a fifth; here the system, the
     * Engine and the load's driver are on the same machine, so it is a little less.
     */
    public static final double SHARE_OF_CORES = 0.15;

    public Trace {
        List<Arrival> sorted = new ArrayList<>(arrivals);
        sorted.sort(Comparator.comparing(Arrival::offset));
        arrivals = List.copyOf(sorted);
    }

    /** From the start of the trace to its last arrival. */
    public Duration span() {
        return arrivals.isEmpty() ? Duration.ZERO : arrivals.getLast().offset();
    }

    /** The names of its functions, in the order of their first arrivals. */
    public List<String> functions() {
        return arrivals.stream().map(Arrival::function).distinct().toList();
    }

    /** Only the first {@code most} arrivals. */
    public Trace first(int most) {
        return new Trace(name, arrivals.subList(0, Math.min(most, arrivals.size())));
    }

    /** All offsets times {@code factor}: below 1 the load is denser. */
    public Trace timeScaled(double factor) {
        return map(arrival -> new Arrival(
                Duration.ofNanos(Math.round(arrival.offset().toNanos() * factor)),
                arrival.function(),
                arrival.input(),
                arrival.duration()));
    }

    /** All inputs less {@code steps}, and durations accordingly; no input falls below 1. */
    public Trace scaledDown(int steps) {
        return map(arrival -> {
            int input = Math.max(1, arrival.input() - steps);
            Duration duration = FibonacciInputs.scaled(arrival.duration(), input - arrival.input());
            return new Arrival(arrival.offset(), arrival.function(), input, duration);
        });
    }

    /** How much computing its inputs ask for. */
    public Duration demand() {
        return arrivals.stream()
                .map(arrival -> FibonacciInputs.cost(arrival.input()))
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** The least number of steps to scale down so that it asks for no more than {@code share} of {@code cores} on average. */
    public int stepsToFit(int cores, double share) {
        return stepsToFit(cores, share, FibonacciInputs.COST_OF_20);
    }

    /** @param costOf20 how long computing fib(20) takes on those cores */
    public int stepsToFit(int cores, double share, Duration costOf20) {
        double slowness = (double) costOf20.toNanos() / FibonacciInputs.COST_OF_20.toNanos();
        double most = share * cores * span().toNanos() / slowness;
        int largest = arrivals.stream().mapToInt(Arrival::input).max().orElse(1);
        int steps = 0;
        while (steps < largest && scaledDown(steps).demand().toNanos() > most) {
            steps++;
        }
        return steps;
    }

    private Trace map(UnaryOperator<Arrival> change) {
        return new Trace(name, arrivals.stream().map(change).toList());
    }
}
