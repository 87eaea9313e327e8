package io.faasbatch.benchmarks;

import io.faasbatch.engine.definition.InvalidDefinitionException;
import io.faasbatch.engine.execution.ExecutionId;
import io.faasbatch.engine.execution.ExecutionStatus;
import io.faasbatch.engine.workflow.WorkflowName;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What the engine takes for a step: chains and fan-outs of a function that does nothing, one execution at a time; then as many executions as it can do; then
 * the memory of executions that wait. Prints Markdown tables. The time of an execution is that of a client: from before it is accepted until its end is seen.
 */
public final class EngineBenchmark {

    private static final String FUNCTION = "noop-java";
    private static final int THROUGHPUT_STEPS = 10;
    private static final int WAITING = 10_000;
    private static final long POLL_NANOS = Duration.ofMillis(10).toNanos();
    private static final long MIB = 1 << 20;

    private final BenchmarkWorker worker;
    private final PrintStream out;
    private final int effort;

    private EngineBenchmark(BenchmarkWorker worker, PrintStream out, int effort) {
        this.worker = worker;
        this.out = out;
        this.effort = effort;
    }

    /**
     * Arguments: {@code in-process} or {@code containers}, an empty folder, the address of Redis, the package of a function that does nothing, and how many
     * runs of a chain of ten are measured (the others in proportion).
     */
    public static void main(String[] args) throws IOException, InterruptedException, InvalidDefinitionException {
        boolean inProcess = "in-process".equals(args[0]);
        NoopInvoker noop = new NoopInvoker();
        try (BenchmarkWorker worker =
                BenchmarkWorker.start(Path.of(args[1]), args[2], real -> inProcess ? noop : real)) {
            worker.deployFunction(FUNCTION, Files.readAllBytes(Path.of(args[3])));
            EngineBenchmark benchmark = new EngineBenchmark(worker, System.out, Integer.parseInt(args[4]));
            benchmark.latency(args[0]);
            benchmark.throughput(args[0]);
            if (inProcess) {
                benchmark.memory(noop);
            }
        }
    }

    private void latency(String mode) throws InterruptedException, InvalidDefinitionException {
        chain(THROUGHPUT_STEPS).run(effort, 0);
        out.printf("%n| %s | runs | p50 ms | p99 ms | p50 a step, ms | aim |%n|---|---|---|---|---|---|%n", mode);
        for (int steps : new int[] {1, 10, 100, 2000}) {
            int runs = Math.max(5, effort * 10 / Math.max(10, steps));
            row("chain of " + steps, chain(steps).run(runs, 0), steps, "2 ms a step");
        }
        row("fan-out of 100", fanOut().run(Math.max(5, effort / 10), 100), 100, "50 ms");
        row("fan-out of 1000", fanOut().run(Math.max(5, effort / 100), 1000), 1000, "");
    }

    private void row(String name, Latencies measured, int steps, String aim) {
        double median = measured.percentileMillis(0.5);
        double late = measured.percentileMillis(0.99);
        out.printf(
                "| %s | %d | %.1f | %.1f | %.3f | %s |%n", name, measured.count(), median, late, median / steps, aim);
    }

    /** One deployed workflow. */
    private record Measured(BenchmarkWorker worker, WorkflowName name, String version) {

        /** One execution after the other, each with an array of so many elements as its input. */
        Latencies run(int runs, int elements) throws InterruptedException {
            ArrayNode input = JsonNodeFactory.instance.arrayNode();
            IntStream.range(0, elements).forEach(input::add);
            long[] nanos = new long[runs];
            for (int i = 0; i < runs; i++) {
                long begin = System.nanoTime();
                worker.awaitSuccess(accept(input));
                nanos[i] = System.nanoTime() - begin;
            }
            return new Latencies(nanos);
        }

        ExecutionId accept(JsonNode input) {
            return worker.accept(name, version, input);
        }
    }

    private Measured chain(int steps) throws InvalidDefinitionException {
        StringBuilder text = new StringBuilder("retention: 30s\nsteps:\n  s1: {function: noop-java, input: 1}\n");
        for (int i = 2; i <= steps; i++) {
            text.append("  s%d: {function: noop-java, input: '${ steps.s%d.output }'}%n".formatted(i, i - 1));
        }
        return deploy("chain-" + steps, text.toString());
    }

    private Measured fanOut() throws InvalidDefinitionException {
        return deploy(
                "fan-out",
                "retention: 30s\nsteps:\n  each: {foreach: '${ input }', function: noop-java, input: '${ item }', maxParallel: 1000}\n");
    }

    private Measured deploy(String name, String text) throws InvalidDefinitionException {
        WorkflowName workflow = new WorkflowName(name);
        return new Measured(worker, workflow, worker.deployWorkflow(workflow, text));
    }

    private void throughput(String mode) throws InterruptedException, InvalidDefinitionException {
        out.printf("%n| %s, all at once | seconds | steps/s | aim |%n|---|---|---|---|%n", mode);
        Measured chain = chain(THROUGHPUT_STEPS);
        for (int executions : new int[] {effort, effort * 5}) {
            long begin = System.nanoTime();
            List<ExecutionId> accepted = new ArrayList<>();
            for (int i = 0; i < executions; i++) {
                accepted.add(chain.accept(JsonNodeFactory.instance.numberNode(i)));
            }
            for (ExecutionId id : accepted) {
                await(() -> worker.status(id).filter(ExecutionStatus::ended).isPresent());
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            double rate = executions * THROUGHPUT_STEPS / seconds;
            out.printf(
                    "| %d executions of %d steps | %.1f | %.0f | 2000 |%n",
                    executions, THROUGHPUT_STEPS, seconds, rate);
        }
    }

    private void memory(NoopInvoker noop) throws InterruptedException, InvalidDefinitionException {
        out.printf("%n| %d executions that wait | heap, MiB | KiB each |%n|---|---|---|%n", WAITING);
        Measured held = deploy("held", "steps:\n  long: {function: noop-java, input: hold}\n");
        memoryRow("in a long step", held, () -> noop.held() >= WAITING);
        Measured parked = deploy("parked", "steps:\n  nap: {wait: 1h}\n");
        memoryRow("parked in a wait of an hour", parked, () -> true);
    }

    private void memoryRow(String name, Measured workflow, BooleanSupplier reached) throws InterruptedException {
        long before = heap();
        List<ExecutionId> accepted = new ArrayList<>();
        for (int i = 0; i < WAITING; i++) {
            accepted.add(workflow.accept(JsonNodeFactory.instance.numberNode(i)));
        }
        for (ExecutionId id : accepted) {
            await(() ->
                    worker.status(id).filter(ExecutionStatus.RUNNING::equals).isPresent());
        }
        await(reached);
        long used = heap() - before;
        out.printf("| %s | %.0f | %.1f |%n", name, (double) used / MIB, used / 1024.0 / WAITING);
        accepted.forEach(worker::cancel);
        for (ExecutionId id : accepted) {
            await(() -> worker.status(id).filter(ExecutionStatus::ended).isPresent());
        }
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}
