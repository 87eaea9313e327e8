package io.faasbatch.engine.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasbatch.engine.execution.ExecutionDoubles.FunctionsDouble;
import io.faasbatch.engine.execution.ExecutionDoubles.InvokerDouble;
import io.faasbatch.engine.execution.ExecutionDoubles.JournalDouble;
import io.faasbatch.engine.execution.ExecutionDoubles.StoreDouble;
import io.faasbatch.engine.execution.ExecutionDoubles.TimersDouble;
import io.faasbatch.engine.function.FunctionName;
import io.faasbatch.engine.invocation.CapacityException;
import io.faasbatch.engine.workflow.ExpressionException;
import io.faasbatch.engine.workflow.Retry;
import io.faasbatch.engine.workflow.Step;
import io.faasbatch.engine.workflow.Template;
import io.faasbatch.engine.workflow.Workflow;
import io.faasbatch.engine.workflow.WorkflowName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
final class ExecutionRunnerTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final WorkflowName NAME = new WorkflowName("graph");
    private static final Template INPUT = scope -> scope.input();
    private static final Template ITEM = scope -> scope.element().orElseThrow().item();

    private final StoreDouble store = new StoreDouble();
    private final InvokerDouble invoker = new InvokerDouble();
    private final TimersDouble timers = new TimersDouble();

    @Test
    void aChainRunsInOrderAndHandsItsOutputsOn() throws Exception {
        invoker.onCall(call -> call.succeed(JSON.valueToTree(call.input().asInt() + 1)));
        Workflow workflow = workflow(step("a", INPUT), step("b", output("a"), "a"), step("c", output("b"), "b"));

        Execution ended = run(workflow, "1");

        assertThat(ended.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(ended.output()).hasToString("{\"c\":4}");
        assertThat(invoker.steps()).containsExactly("a", "b", "c");
    }

    @Test
    void bothSidesOfADiamondRunAtTheSameTimeAndJoinOnce() throws Exception {
        Workflow workflow = workflow(
                step("top", INPUT),
                step("left", INPUT, "top"),
                step("right", INPUT, "top"),
                step("bottom", INPUT, "left", "right"));
        Future<Execution> running = start(workflow, "1");

        invoker.next().succeed(JSON.valueToTree("top"));
        var left = invoker.next();
        var right = invoker.next();
        right.succeed(JSON.valueToTree("r"));
        left.succeed(JSON.valueToTree("l"));
        invoker.next().succeed(JSON.valueToTree("bottom"));

        assertThat(running.get().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(invoker.steps()).hasSize(4);
    }

    @Test
    void foreachInvokesAllElementsAtOnceAndKeepsTheirOrder() throws Exception {
        Workflow workflow = workflow(foreach("each", INPUT, ITEM, Retry.NONE));
        Future<Execution> running = start(workflow, "[10,20,30]");

        List<InvokerDouble.Call> calls = new ArrayList<>(List.of(invoker.next(), invoker.next(), invoker.next()));
        calls.reversed()
                .forEach(call -> call.succeed(JSON.valueToTree(call.input().asInt() * 2)));

        assertThat(running.get().output()).hasToString("{\"each\":[20,40,60]}");
    }

    @Test
    void foreachOverNothingGivesAnEmptyArray() throws Exception {
        Execution ended = run(workflow(foreach("each", INPUT, ITEM, Retry.NONE)), "[]");

        assertThat(ended.output()).hasToString("{\"each\":[]}");
        assertThat(invoker.steps()).isEmpty();
    }

    @Test
    void foreachOverSomethingElseFailsTheStep() throws Exception {
        Execution ended = run(workflow(foreach("each", INPUT, ITEM, Retry.NONE)), "{\"a\":1}");

        assertThat(ended.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(ended.error()).extracting("type").isEqualTo("BadForeach");
    }

    @Test
    void aStepWhoseConditionIsFalseIsSkippedAndItsFollowersRun() throws Exception {
        invoker.onCall(call -> call.succeed(JSON.valueToTree("done")));
        Step skipped = new Step(
                "skipped",
                new FunctionName("f"),
                Set.of(),
                INPUT,
                Optional.empty(),
                Optional.of(scope -> JSON.valueToTree(false)),
                Retry.NONE,
                Optional.empty());

        Execution ended = run(workflow(skipped, step("after", output("skipped"), "skipped")), "1");

        assertThat(ended.steps().getFirst().status()).isEqualTo(StepStatus.SKIPPED);
        assertThat(invoker.steps()).containsExactly("after");
        assertThat(ended.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    }

    @Test
    void aFailedElementIsTriedAgainOnItsOwnAfterItsPause() throws Exception {
        Retry twice = new Retry(2, Duration.ofSeconds(3), 2, 0, Set.of("FunctionError"));
        Future<Execution> running = start(workflow(foreach("each", INPUT, ITEM, twice)), "[1,2]");
        invoker.next().fail("ValueError", "once");
        invoker.next().succeed(JSON.valueToTree("two"));

        assertThat(timers.fireNext(Duration.ofMinutes(1))).isEqualTo(Duration.ofSeconds(3));
        invoker.next().succeed(JSON.valueToTree("one"));

        Execution ended = running.get();
        assertThat(ended.output()).hasToString("{\"each\":[\"one\",\"two\"]}");
        assertThat(ended.steps().getFirst().attempts()).isEqualTo(2);
    }

    @Test
    void anErrorThatIsNotRetriedFailsTheExecutionAndCancelsWhatRuns() throws Exception {
        Retry onTimeout = new Retry(5, Duration.ZERO, 1, 0, Set.of("Timeout"));
        Future<Execution> running = start(workflow(foreach("each", INPUT, ITEM, onTimeout)), "[1,2]");
        var first = invoker.next();
        var second = invoker.next();

        first.fail("ValueError", "no");

        Execution ended = running.get();
        assertThat(ended.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(ended.error()).hasToString("ErrorDetail[type=ValueError, message=step each: no, stack=null]");
        assertThat(second.isCancelled()).isTrue();
    }

    @Test
    void afterTheFirstFailurePendingStepsAreCancelled() throws Exception {
        invoker.onCall(call -> call.fail("ValueError", "no"));

        Execution ended = run(workflow(step("a", INPUT), step("b", INPUT, "a")), "1");

        assertThat(ended.steps())
                .extracting(StepRecord::status)
                .containsExactly(StepStatus.FAILED, StepStatus.CANCELLED);
    }

    @Test
    void theExecutionsTimeoutEndsWhatRuns() throws Exception {
        Future<Execution> running = start(workflow(step("a", INPUT)), "1");
        var call = invoker.next();

        timers.fireNext(Duration.ofHours(1));

        assertThat(running.get().status()).isEqualTo(ExecutionStatus.TIMED_OUT);
        assertThat(call.isCancelled()).isTrue();
    }

    @Test
    void aStepDoesNotOutliveTheExecutionsDeadline() throws Exception {
        Future<Execution> running = start(workflow(step("a", INPUT)), "1");
        var call = invoker.next();

        assertThat(call.deadline()).isBeforeOrEqualTo(StoreDouble.NOW.plus(Duration.ofMinutes(10)));
        call.succeed(JSON.valueToTree(1));
        running.get();
    }

    @Test
    void finishedStepsAreNotRunAgain() throws Exception {
        invoker.onCall(call -> call.succeed(JSON.valueToTree(call.input().asString() + "!")));
        StepRecord done = new StepRecord("a", StepStatus.SUCCEEDED, 1, JSON.valueToTree("kept"), null, List.of());
        StepRecord begun = new StepRecord("b", StepStatus.RUNNING, 1, null, null, List.of());
        Workflow workflow = workflow(step("a", INPUT), step("b", output("a"), "a"));

        Execution ended = run(workflow, accepted("1", List.of(done, begun)));

        assertThat(invoker.steps()).containsExactly("b");
        assertThat(ended.output()).hasToString("{\"b\":\"kept!\"}");
    }

    @Test
    void anOutageOfRedisIsWaitedOutAndNothingIsLeftOut() throws Exception {
        invoker.onCall(call -> {
            store.failNext(2);
            call.succeed(JSON.valueToTree("x"));
        });

        Execution ended = run(workflow(step("a", INPUT), step("b", INPUT, "a")), "1");

        assertThat(ended.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(store.savedSteps()).contains("a SUCCEEDED", "b SUCCEEDED");
    }

    @Test
    void aRefusalForWantOfRoomIsNoAttempt() throws Exception {
        invoker.refuseNext(new CapacityException("full", true, Duration.ofSeconds(7)));
        Future<Execution> running = start(workflow(step("a", INPUT)), "1");

        assertThat(timers.fireNext(Duration.ofMinutes(1))).isEqualTo(Duration.ofSeconds(7));
        invoker.next().succeed(JSON.valueToTree(1));

        assertThat(running.get().steps().getFirst().attempts()).isEqualTo(1);
    }

    @Test
    void aContainerThatCannotBeStartedIsNoAttempt() throws Exception {
        Future<Execution> running = start(workflow(step("a", INPUT)), "1");
        invoker.next().fail("ContainerStartFailed", "the Engine is away");

        timers.fireNext(Duration.ofMinutes(1));
        invoker.next().succeed(JSON.valueToTree(1));

        assertThat(running.get().steps().getFirst().attempts()).isEqualTo(1);
    }

    @Test
    void aBadExpressionFailsItsStep() throws Exception {
        Template bad = scope -> {
            throw new ExpressionException("no such thing");
        };

        Execution ended = run(workflow(step("a", bad)), "1");

        assertThat(ended.error()).extracting("type").isEqualTo("ExpressionError");
    }

    @Test
    void anInterruptedRunRecordsNoEnd() throws Exception {
        store.put(accepted("1", List.of()));
        Workflow workflow = workflow(step("a", INPUT));
        Thread thread = Thread.ofVirtual().start(() -> {
            try {
                runner(workflow).run(StoreDouble.ID);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        var call = invoker.next();

        thread.interrupt();
        thread.join();

        assertThat(call.isCancelled()).isTrue();
        assertThat(store.current().status()).isEqualTo(ExecutionStatus.RUNNING);
    }

    @Test
    void aLongChainOfSkippedStepsDoesNotRecurse() throws Exception {
        Template never = scope -> JSON.valueToTree(false);
        Step[] steps = IntStream.range(0, 5000)
                .mapToObj(i -> new Step(
                        "s" + i,
                        new FunctionName("f"),
                        i == 0 ? Set.of() : Set.of("s" + (i - 1)),
                        INPUT,
                        Optional.empty(),
                        Optional.of(never),
                        Retry.NONE,
                        Optional.empty()))
                .toArray(Step[]::new);

        assertThat(run(workflow(steps), "1").status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    }

    private Execution run(Workflow workflow, String input) throws Exception {
        return run(workflow, accepted(input, List.of()));
    }

    private Execution run(Workflow workflow, Execution accepted) throws Exception {
        store.put(accepted);
        runner(workflow).run(StoreDouble.ID);
        return store.current();
    }

    private Future<Execution> start(Workflow workflow, String input) {
        FutureTask<Execution> task = new FutureTask<>(() -> run(workflow, input));
        Thread.ofVirtual().start(task);
        return task;
    }

    private ExecutionRunner runner(Workflow workflow) {
        return new ExecutionRunner(
                store,
                invoker,
                new FunctionsDouble(),
                (name, version) -> Optional.of(workflow),
                new JournalDouble(),
                timers,
                StoreDouble.CLOCK,
                1000);
    }

    private static Execution accepted(String input, List<StepRecord> steps) {
        return new Execution(
                StoreDouble.ID.value(),
                NAME.value(),
                "v",
                ExecutionStatus.PENDING,
                JSON.readTree(input),
                null,
                null,
                steps,
                Instant.EPOCH,
                null,
                null);
    }

    private static Workflow workflow(Step... steps) {
        return new Workflow(NAME, "v", List.of(steps), Optional.empty(), Duration.ofMinutes(10));
    }

    private static Step step(String name, Template input, String... after) {
        return new Step(
                name,
                new FunctionName("f"),
                Set.of(after),
                input,
                Optional.empty(),
                Optional.empty(),
                Retry.NONE,
                Optional.empty());
    }

    private static Step foreach(String name, Template array, Template input, Retry retry) {
        return new Step(
                name,
                new FunctionName("f"),
                Set.of(),
                input,
                Optional.of(array),
                Optional.empty(),
                retry,
                Optional.empty());
    }

    private static Template output(String step) {
        return scope -> {
            JsonNode value = scope.outputs().get(step);
            assertThat(value).as("output of " + step).isNotNull();
            return value;
        };
    }
}
