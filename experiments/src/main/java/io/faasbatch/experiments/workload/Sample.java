package io.faasbatch.experiments.workload;

import io.faasbatch.experiments.trace.Arrival;
import io.faasbatch.experiments.trace.FibonacciInputs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
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
            memory: 512MiB
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

    private static final LocalDateTime ANY_TIME = LocalDateTime.of(2026, 1, 1, 0, 0);

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
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes);
                InputStream source = Sample.class.getResourceAsStream(code)) {
            if (source == null) {
                throw new IllegalStateException(code + " is not in the program");
            }
            add(zip, "function.yaml", definition.getBytes(StandardCharsets.UTF_8));
            add(zip, "main.py", source.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(ANY_TIME);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
