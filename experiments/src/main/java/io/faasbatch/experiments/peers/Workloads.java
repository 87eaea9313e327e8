package io.faasbatch.experiments.peers;

import io.faasbatch.experiments.api.Gateway;
import io.faasbatch.experiments.figures.Distribution;
import io.faasbatch.experiments.load.Call;
import io.faasbatch.experiments.load.Latency;
import io.faasbatch.experiments.load.LoadDriver;
import io.faasbatch.experiments.load.LoadResult;
import io.faasbatch.experiments.load.TraceLoad;
import io.faasbatch.experiments.monitor.Calm;
import io.faasbatch.experiments.monitor.Monitor;
import io.faasbatch.experiments.monitor.Usage;
import io.faasbatch.experiments.trace.Arrival;
import io.faasbatch.experiments.trace.FibonacciInputs;
import io.faasbatch.experiments.trace.Trace;
import io.faasbatch.experiments.workload.Sample;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One round of the five workloads. Used by one thread. */
final class Workloads {

    private static final int BURST = 40;
    private static final int IN_TURN = 50;
    private static final int INPUT = 20;

    /** Of fewer calls the 99th percentile would be the slowest. */
    private static final int SCHEDULED = 500;

    private static final Duration OFTEN = Duration.ofMillis(50);
    private static final double BYTES_PER_MB = 1e6;

    private static final Duration MOST_WARM_UP = Duration.ofSeconds(90);

    /** How often 40 calls in turn are made between two looks at the gateway. */
    private static final int TURNS = 10;

    /** Looks in a row that must find the gateway's compilers at rest, and the share of the time that they may work nevertheless. */
    private static final int LOOKS = 4;

    private static final double AT_REST = 0.05;

    private final Gateway gateway;
    private final long workerPid;
    private final Sample computing;
    private final Optional<Trace> bursts;
    private final String round;
    private final LoadDriver driver;
    private final Map<Cell, Double> figures = new EnumMap<>(Cell.class);
    private final List<String> late = new ArrayList<>();
    private boolean flawless = true;

    /**
     * @param computing the function that computes
     * @param bursts the trace of the fifth workload; without it that one is left out
     * @param round makes versions of the functions that nothing knows and no container has
     */
    Workloads(Gateway gateway, long workerPid, Sample computing, Optional<Trace> bursts, String round) {
        this.gateway = gateway;
        this.workerPid = workerPid;
        this.computing = computing;
        this.bursts = bursts;
        this.round = round;
        this.driver = new LoadDriver(gateway);
    }

    /**
     * One round.
     *
     * @param flawless whether every call was answered rightly
     * @param late the loads that were not sent as they were meant to be
     */
    record Round(Map<Cell, Double> figures, boolean flawless, List<String> late) {}

    Round run() throws IOException, InterruptedException {
        computing();
        clients();
        if (bursts.isPresent()) {
            fifth(new TraceLoad(bursts.get(), computing));
        }
        return new Round(Map.copyOf(figures), flawless, List.copyOf(late));
    }

    /** The memory of the first workload, looked at more often than would leave its latencies as they are. */
    Round memory() throws IOException, InterruptedException {
        TraceLoad burst = new TraceLoad(together("peers-fib", BURST), computing);
        fresh(burst);
        Monitor monitor = Monitor.start(gateway, workerPid, OFTEN);
        checked("W1", driver.onSchedule(burst.calls()));
        Usage usage = monitor.stop();
        figures.put(Cell.W1_MEMORY, usage.peakOwnMemory() / BYTES_PER_MB);
        figures.put(Cell.W1_ALL_MEMORY, usage.peakMemory() / BYTES_PER_MB);
        return new Round(Map.copyOf(figures), flawless, List.copyOf(late));
    }

    /**
     * Calls that count for nothing: until the gateway's JVM has compiled what the calls go through, or for a minute and a half. While its compilers work they
     * have one of two processors, and calls take twice as long.
     *
     * @return whether it has
     */
    boolean warmUp() throws IOException, InterruptedException {
        run();
        List<Call> calls = new TraceLoad(together("peers-fib", BURST), computing).calls();
        long end = System.nanoTime() + MOST_WARM_UP.toNanos();
        int atRest = 0;
        while (atRest < LOOKS && System.nanoTime() - end < 0) {
            atRest = compilingWhile(calls) < AT_REST ? atRest + 1 : 0;
        }
        return atRest == LOOKS;
    }

    /** The share of the time in which the gateway's compilers worked while it answered. */
    private double compilingWhile(List<Call> calls) throws IOException, InterruptedException {
        long began = System.nanoTime();
        Duration before = gateway.compiling();
        for (int i = 0; i < TURNS; i++) {
            driver.oneAfterAnother(calls);
        }
        driver.onSchedule(calls);
        return (double) gateway.compiling().minus(before).toNanos() / (System.nanoTime() - began);
    }

    private void computing() throws IOException, InterruptedException {
        TraceLoad burst = new TraceLoad(together("peers-fib", BURST), computing);
        fresh(burst);
        LoadResult cold = checked("W1", driver.onSchedule(burst.calls()));
        figures.put(Cell.W1_P50, cold.endToEnd().median());
        figures.put(Cell.W1_CONTAINERS, (double) cold.containers().size());
        rest();
        LoadResult warm = checked("W2", driver.onSchedule(burst.calls()));
        figures.put(Cell.W2_P50, warm.endToEnd().median());
        rest();
        Call one = burst.calls().getFirst();
        LoadResult inTurn = checked("W3", driver.oneAfterAnother(Collections.nCopies(IN_TURN, one)));
        figures.put(Cell.W3_P50, inTurn.endToEnd().median());
        figures.put(Cell.W3_P99, inTurn.endToEnd().percentile(0.99));
        figures.put(Cell.W3_EXECUTION_P50, inTurn.latency(Latency.EXECUTION).median());
        rest();
        LoadResult many = checked("scheduling", driver.oneAfterAnother(Collections.nCopies(SCHEDULED, one)));
        figures.put(Cell.SCHEDULING_P99, many.latency(Latency.SCHEDULING).percentile(0.99));
    }

    private void clients() throws IOException, InterruptedException {
        TraceLoad burst = new TraceLoad(together("peers-io", BURST), Sample.IO_SHARED);
        fresh(burst);
        figures.put(
                Cell.W4_COLD_P50,
                checked("W4, cold", driver.onSchedule(burst.calls())).endToEnd().median());
        rest();
        figures.put(
                Cell.W4_WARM_P50,
                checked("W4, warm", driver.onSchedule(burst.calls())).endToEnd().median());
    }

    private void fifth(TraceLoad load) throws IOException, InterruptedException {
        fresh(load);
        LoadResult result = checked("W5", driver.onSchedule(load.calls()));
        Distribution latencies = result.endToEnd();
        figures.put(Cell.W5_P50, latencies.median());
        figures.put(Cell.W5_P95, latencies.percentile(0.95));
        figures.put(Cell.W5_P99, latencies.percentile(0.99));
        figures.put(Cell.W5_CONTAINERS, (double) result.containers().size());
        rest();
        Usage after = Monitor.start(gateway, workerPid).stop();
        figures.put(Cell.W5_ALL_MEMORY, after.peakMemory() / BYTES_PER_MB);
    }

    private void fresh(TraceLoad load) throws IOException, InterruptedException {
        gateway.clearContainers();
        load.deploy(gateway, round);
        rest();
    }

    /** Until the container that a cold start took from the warm pool is replaced, children are forked ahead again, and whatever else the last load left is done. */
    private void rest() throws IOException, InterruptedException {
        gateway.awaitWarmPool();
        Calm.await();
    }

    private LoadResult checked(String name, LoadResult result) {
        if (!result.punctuality().kept()) {
            late.add(name + ": " + result.punctuality());
        }
        flawless &= result.tally().flawless();
        return result;
    }

    private static Trace together(String function, int calls) {
        Arrival arrival = new Arrival(Duration.ZERO, function, INPUT, FibonacciInputs.cost(INPUT));
        return new Trace(function, Collections.nCopies(calls, arrival));
    }
}
