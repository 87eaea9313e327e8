package io.faasbatch.grouping;

import java.time.Duration;
import java.util.List;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/** Submitting, withdrawing, taking and closing at once is as if it happened one after the other. */
@Param(name = "invocation", gen = IntGen.class, conf = "1:3")
public class PendingInvocationsLincheckTest {

    private static final FunctionId FUNCTION = new FunctionId("f", "1");
    private static final DispatchPolicy POLICY =
            new DispatchPolicy(Strategies.byName("faasbatch").orElseThrow(), Duration.ZERO, 1, 1, 2);

    private final PendingInvocations<String> pending = new PendingInvocations<>(10);

    @Operation
    public String submit(@Param(name = "invocation") int invocation) {
        try {
            pending.add(FUNCTION, POLICY, name(invocation), 0);
            return "accepted";
        } catch (PendingLimitException | BatcherClosedException | IllegalArgumentException e) {
            return e.getClass().getSimpleName();
        }
    }

    @Operation
    public boolean withdraw(@Param(name = "invocation") int invocation) {
        return pending.withdraw(FUNCTION, name(invocation));
    }

    /** An operation of its own: what arrives between this and the next is not taken with the rest. */
    @Operation(nonParallelGroup = "dispatcher")
    public int closeWindows() {
        return pending.due(1).size();
    }

    @Operation(nonParallelGroup = "dispatcher")
    public List<String> dispatch() {
        List<String> taken =
                pending.take(FUNCTION, 2, 0).stream().map(Pending::invocation).toList();
        pending.sent();
        return taken;
    }

    @Operation
    public int size() {
        return pending.size(FUNCTION);
    }

    @Operation(runOnce = true)
    public void close() {
        pending.close();
    }

    /** An operation of its own, as in the batcher: between the close and this, what waits can still be withdrawn. */
    @Operation(runOnce = true, nonParallelGroup = "dispatcher")
    public List<String> drain() {
        return pending.drain();
    }

    @Test
    public void concurrentUseIsLinearizable() {
        new StressOptions()
                .iterations(20)
                .invocationsPerIteration(500)
                .threads(3)
                .actorsPerThread(3)
                .check(PendingInvocationsLincheckTest.class);
    }

    /** Literals: the same name is the same object. */
    private static String name(int invocation) {
        return switch (invocation) {
            case 1 -> "one";
            case 2 -> "two";
            default -> "three";
        };
    }
}
