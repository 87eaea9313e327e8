package io.faasbatch.experiments.peers;

import io.faasbatch.experiments.api.Gateway;
import io.faasbatch.experiments.load.UnpunctualException;
import io.faasbatch.experiments.trace.Trace;
import io.faasbatch.experiments.workload.Sample;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The rounds of each function that computes, one after the other. Used by one thread. */
final class Rounds {

    private static final List<Sample> COMPUTING = List.of(Sample.CPU_THREADS, Sample.CPU);

    /** Calls of the trace of bursts that are enough for each of its functions to be called. */
    private static final int FEW = 20;

    private final Gateway gateway;
    private final long workerPid;
    private final Optional<Trace> bursts;
    private final PrintStream out;
    private final Map<Sample, List<Workloads.Round>> made = new EnumMap<>(Sample.class);

    /** @param bursts the trace of the fifth workload; without it that one is left out */
    Rounds(Gateway gateway, long workerPid, Optional<Trace> bursts, PrintStream out) {
        this.gateway = gateway;
        this.workerPid = workerPid;
        this.bursts = bursts;
        this.out = out;
        COMPUTING.forEach(sample -> made.put(sample, new ArrayList<>()));
    }

    private interface Round {
        Workloads.Round of(Workloads workloads) throws IOException, InterruptedException;
    }

    /** Without bursts, for which the warm pool would grow. */
    void warmUp() throws IOException, InterruptedException {
        out.println("warming up");
        for (Sample sample : COMPUTING) {
            if (!workloads(sample, Optional.empty(), "warm-up").warmUp()) {
                out.println("  the gateway's JVM still compiles");
            }
        }
    }

    void memory(long repeats) throws IOException, InterruptedException, UnpunctualException {
        out.println("memory of W1");
        repeat(repeats, "memory", Workloads::memory);
    }

    /** The first of each, with few bursts, counts for nothing: the warm pool grows. */
    void workloads(long repeats) throws IOException, InterruptedException, UnpunctualException {
        out.println("W1 to W5");
        for (Sample sample : COMPUTING) {
            workloads(sample, bursts.map(trace -> trace.first(FEW)), "few").run();
        }
        repeat(repeats, "round", Workloads::run);
    }

    private void repeat(long repeats, String name, Round round)
            throws IOException, InterruptedException, UnpunctualException {
        for (int i = 1; i <= repeats; i++) {
            for (Sample sample : COMPUTING) {
                made(sample).add(punctual(sample, name + "-" + i, round));
            }
            out.println("  repeat " + i + " of " + repeats + " done");
        }
    }

    /** A round that was not sent as it was meant to be is made once more, and then given up. */
    private Workloads.Round punctual(Sample sample, String name, Round round)
            throws IOException, InterruptedException, UnpunctualException {
        Workloads.Round first = round.of(workloads(sample, bursts, name));
        if (first.late().isEmpty()) {
            return first;
        }
        out.println("  the schedule was not kept; once more");
        Workloads.Round second = round.of(workloads(sample, bursts, name + "-again"));
        if (!second.late().isEmpty()) {
            throw new UnpunctualException(second.late());
        }
        return second;
    }

    private Workloads workloads(Sample sample, Optional<Trace> trace, String name) {
        return new Workloads(gateway, workerPid, sample, trace, name + "-" + sample);
    }

    private List<Workloads.Round> made(Sample sample) {
        return Objects.requireNonNull(made.get(sample));
    }

    Map<Sample, List<Workloads.Round>> made() {
        return Collections.unmodifiableMap(made);
    }

    boolean flawless() {
        return made.values().stream().flatMap(List::stream).allMatch(Workloads.Round::flawless);
    }
}
