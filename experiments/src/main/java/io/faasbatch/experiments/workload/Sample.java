package io.faasbatch.experiments.workload;

import io.faasbatch.experiments.trace.Arrival;
import io.faasbatch.experiments.trace.FibonacciInputs;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What the functions of an experiment do; the same code under every strategy. */
public enum Sample {

    /** Computes a Fibonacci number by recursion, each invocation in a process of its own. */
    CPU("cpu.py", """
            isolation: process
            memory: 256MiB
            """) {
        @Override
        public String input(Arrival arrival) {
            return "{\"n\":" + arrival.input() + "}";
        }

        @Override
        public boolean isRight(Arrival arrival, JsonNode output) {
            return output.at("/result").asLong(-1) == FibonacciInputs.value(arrival.input());
        }
    },

    /** The same, each invocation in a thread of one process. */
    CPU_THREADS("cpu.py", """
            isolation: thread
            memory: 256MiB
            """) {
        @Override
        public String input(Arrival arrival) {
            return CPU.input(arrival);
        }

        @Override
        public boolean isRight(Arrival arrival, JsonNode output) {
            return CPU.isRight(arrival, output);
        }
    },

    /** Makes a client of a storage service; under a strategy that shares, the invocations of one container have one client. */
    IO("io.py", """
            isolation: thread
            memory: 256MiB
            """) {
        @Override
        public String input(Arrival arrival) {
            return "{}";
        }

        @Override
        public boolean isRight(Arrival arrival, JsonNode output) {
            return "S3".equals(output.at("/kind").asString(""));
        }

        @Override
        public Sample under(String strategy) {
            return WITHOUT_SHARING.contains(strategy) ? IO : IO_SHARED;
        }
    },

    /** The same, with one client in a container whatever the strategy. */
    IO_SHARED("io.py", """
            isolation: thread
            memory: 256MiB
            shared: [main.connect]
            """) {
        @Override
        public String input(Arrival arrival) {
            return IO.input(arrival);
        }

        @Override
        public boolean isRight(Arrival arrival, JsonNode output) {
            return IO.isRight(arrival, output);
        }
    };

    /**
     * To share clients is a part of FaaSBatch. Those that it is compared with run, in its artifact too ({@code dispatch_interval_sensitivity/run_all.sh}: native, not
     * optimize), in a container that makes a client for each invocation.
     */
    private static final Set<String> WITHOUT_SHARING = Set.of("vanilla", "sfs", "kraken");

    /** Longer than the slowest strategy lets an invocation wait. */
    private static final String TIMEOUT = "600s";

    private final String code;
    private final String settings;

    Sample(String code, String settings) {
        this.code = code;
        this.settings = settings;
    }

    /**
     * By what it is written as: its name in lower case, with hyphens.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static Sample named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What stands for this one in a run of a strategy. */
    public Sample under(String strategy) {
        return this;
    }

    /** The body of the call that an arrival stands for. */
    public abstract String input(Arrival arrival);

    /** Whether this is what the function has to answer. */
    public abstract boolean isRight(Arrival arrival, JsonNode output);

    /**
     * A package to deploy.
     *
     * @param run makes another version of the same code, so that what a strategy has learnt of an earlier run does not count for this one
     */
    public byte[] zip(String function, String run) {
        String definition = """
                name: %s
                runtime: python3
                handler: main:handle
                timeout: %s
                env: {EXPERIMENT_RUN: "%s"}
                %s""".formatted(function, TIMEOUT, run, settings);
        return FunctionPackage.ofProgram(code).zip(definition);
    }
}
