package io.faasbatch.experiments.workload;

import io.faasbatch.experiments.trace.Arrival;
import io.faasbatch.experiments.trace.FibonacciInputs;
import java.util.Locale;
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

    /** Makes a client of a storage service, which the invocations of one container share. */
    IO("io.py", """
            isolation: thread
            memory: 256MiB
            shared: [boto3.client]
            """) {
        @Override
        public String input(Arrival arrival) {
            return "{}";
        }

        @Override
        public boolean isRight(Arrival arrival, JsonNode output) {
            return "S3".equals(output.at("/kind").asString(""));
        }
    };

    /** Longer than the slowest strategy lets an invocation wait. */
    private static final String TIMEOUT = "600s";

    private final String code;
    private final String settings;

    Sample(String code, String settings) {
        this.code = code;
        this.settings = settings;
    }

    /** By its name in lower case. */
    public static Sample named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
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
