package io.faasbatch.engine.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasbatch.engine.function.FunctionCatalog;
import io.faasbatch.engine.function.FunctionDefinition;
import io.faasbatch.engine.function.FunctionName;
import io.faasbatch.engine.function.FunctionPackage;
import io.faasbatch.engine.invocation.BatchingInvoker;
import io.faasbatch.engine.invocation.CompletedInvocation;
import io.faasbatch.engine.invocation.DispatchDefaults;
import io.faasbatch.engine.invocation.InvocationId;
import io.faasbatch.engine.invocation.InvocationRecord;
import io.faasbatch.engine.invocation.InvocationRequest;
import io.faasbatch.engine.invocation.InvocationStatus;
import io.faasbatch.engine.invocation.LiveDispatch;
import io.faasbatch.engine.invocation.PendingInvocation;
import io.faasbatch.engine.invocation.TimeSource;
import io.faasbatch.engine.storage.Page;
import io.faasbatch.grouping.Batch;
import io.faasbatch.grouping.Batcher;
import io.faasbatch.grouping.ContainerId;
import io.faasbatch.grouping.FunctionId;
import io.faasbatch.grouping.Ticker;
import io.faasbatch.grouping.keepalive.KeepAlive;
import io.faasbatch.grouping.keepalive.KeepAlives;
import io.faasbatch.protocol.BatchRequest;
import io.faasbatch.protocol.ErrorDetail;
import io.faasbatch.protocol.InvocationContext;
import io.faasbatch.protocol.InvocationResult;
import io.faasbatch.protocol.Isolation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.node.StringNode;

@Timeout(60)
class ContainerPoolTest {

    private final AtomicLong later = new AtomicLong();
    private final TimeSource time = new TimeSource(InstantSource.system(), () -> System.nanoTime() + later.get());
    private final List<String> answers = new CopyOnWriteArrayList<>();
    private final FakeSandbox sandbox = new FakeSandbox();
    private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();
    private final ContainerPool pool =
            new ContainerPool("w", sandbox, new OneArchive(), Optional::empty, limits(), keepAlive(), timers, time);
    private final Batcher<PendingInvocation> batcher = new Batcher<>(pool, Ticker.system());
    private final BatchingInvoker invoker = new BatchingInvoker(
            batcher,
            new LiveDispatch(new DispatchDefaults("faasbatch", Duration.ofMillis(50), 8, 100)),
            Duration.ofMillis(100),
            timers,
            time);

    ContainerPoolTest() {
        pool.serve(demand());
    }

    private Demand demand() {
        return new Demand() {
            @Override
            public void roomFreed(FunctionId function) {
                batcher.roomFreed(function);
            }

            @Override
            public void capacityFreed() {
                batcher.capacityFreed();
            }

            @Override
            public void answered(FunctionId function, InvocationResult result) {
                answers.add(result.id());
            }
        };
    }

    private static KeepAlive keepAlive() {
        return KeepAlives.byName("fixed", limits().idleLifetime()).orElseThrow();
    }

    private static PoolLimits limits() {
        return limits(0, List.of());
    }

    private static PoolLimits limits(int warm, List<String> runtimes) {
        return new PoolLimits(
                2,
                1L << 40,
                2,
                2,
                Duration.ofSeconds(600),
                Duration.ofSeconds(30),
                Duration.ofMillis(10),
                Duration.ofMillis(200),
                1 << 20,
                64L << 20,
                0,
                Optional.of(warm),
                runtimes,
                Duration.ofMillis(1));
    }

    @AfterEach
    void stop() {
        invoker.close();
        pool.close();
        timers.shutdownNow();
    }

    @Test
    void aColdBurstStartsOneContainerAndIsOneBatch() {
        List<CompletableFuture<CompletedInvocation>> burst = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            burst.add(call("a", "x" + i));
        }
        for (int i = 0; i < 50; i++) {
            InvocationRecord ended = ended(burst.get(i));
            assertThat(ended.status()).isEqualTo(InvocationStatus.SUCCEEDED);
            assertThat(ended.output()).isEqualTo(StringNode.valueOf("x" + i));
            assertThat(ended.timings().coldStart()).isPositive();
        }
        assertThat(sandbox.started).hasSize(1);
    }

    @Test
    void itIsToldFromWhenAContainerIsThereUntilItHasItsFunction() {
        Preparations told = new Preparations();
        pool.watch(told);
        ended(call("a", "x"));
        assertThat(told.log).containsExactly("prepares a", "ready a", "begins a");
    }

    @Test
    void itIsToldWhenAContainerDoesNotGetItsFunction() {
        Preparations told = new Preparations();
        pool.watch(told);
        sandbox.initError = ErrorDetail.of("ImportError", "no module named main");
        ended(call("a", "x"));
        assertThat(told.log).containsExactly("prepares a", "ready a");
    }

    /** What the pool tells of containers, up to the first batch. */
    private static final class Preparations implements Occupancy {

        private final List<String> log = new CopyOnWriteArrayList<>();

        @Override
        public Stay begins(Sandbox.Instance container, FunctionDefinition function) {
            log.add("begins " + function.name());
            return Stay.NONE;
        }

        @Override
        public Stay prepares(Sandbox.Instance container, FunctionDefinition function) {
            log.add("prepares " + function.name());
            return () -> log.add("ready " + function.name());
        }
    }

    @Test
    void inputsThatAreTooLargeForOneRequestGoToTheContainerInSeveral() {
        String large = "x".repeat(900_000);
        List<PendingInvocation> invocations = Stream.generate(
                        () -> new PendingInvocation(request("a", large, Duration.ofSeconds(50)), time))
                .limit(40)
                .toList();
        FunctionId function = invocations.getFirst().functionId();
        ContainerId container = pool.start(function, invocations.getFirst(), 40).orElseThrow();
        assertThat(pool.send(container, new Batch<>("b", function, invocations)))
                .isTrue();
        invocations.forEach(one -> assertThat(ended(one.future()).status()).isEqualTo(InvocationStatus.SUCCEEDED));
        assertThat(sandbox.batches)
                .extracting(batch -> batch.invocations().size())
                .containsExactly(20, 20);
        assertThat(sandbox.removed).isEmpty();
    }

    @Test
    void aShortInvocationIsAnsweredWhileItsBatchStillRuns() {
        CompletableFuture<CompletedInvocation> quick = call("a", "quick");
        CompletableFuture<CompletedInvocation> slow = call("a", "wait");
        assertThat(ended(quick).status()).isEqualTo(InvocationStatus.SUCCEEDED);
        assertThat(slow).isNotDone();
        sandbox.gate.countDown();
        assertThat(ended(slow).batch()).isEqualTo(ended(quick).batch());
    }

    @Test
    void aContainerThatDiesTakesNoInnocentsWithIt() {
        CompletableFuture<CompletedInvocation> killer = call("a", "die");
        CompletableFuture<CompletedInvocation> innocent = call("a", "x");
        assertThat(ended(innocent).status()).isEqualTo(InvocationStatus.SUCCEEDED);
        InvocationRecord failed = ended(killer);
        assertThat(failed.status()).isEqualTo(InvocationStatus.FAILED);
        assertThat(failed.error()).isNotNull();
        assertThat(String.valueOf(failed.error())).contains("OutOfMemory", "exit code 137");
        assertThat(sandbox.batches).hasSizeBetween(2, 3);
    }

    @Test
    void amongTwentyTheOneThatKillsIsFoundAndTheOthersSucceed() {
        List<CompletableFuture<CompletedInvocation>> batch = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            batch.add(call("a", i == 13 ? "die" : "x" + i));
        }
        for (int i = 0; i < 20; i++) {
            InvocationRecord ended = ended(batch.get(i));
            if (i == 13) {
                assertThat(String.valueOf(ended.error())).contains("OutOfMemory");
            } else {
                assertThat(ended.output()).isEqualTo(StringNode.valueOf("x" + i));
            }
        }
        assertThat(pool.counters().died()).isLessThanOrEqualTo(6);
        assertThat(ended(call("a", "y")).status()).isEqualTo(InvocationStatus.SUCCEEDED);
    }

    @Test
    void aFunctionWhoseContainersKeepDyingIsHeldBackAndOthersAreNot() {
        for (int i = 0; i < Breaker.FORGIVEN; i++) {
            ended(call("bad", "die"));
        }
        InvocationRecord held = ended(call("bad", "x", Duration.ofMillis(500)));
        int deaths = Math.toIntExact(pool.counters().died());
        assertThat(deaths).isLessThan(3 * Breaker.FORGIVEN);
        assertThat(held.status()).isIn(InvocationStatus.TIMED_OUT, InvocationStatus.SUCCEEDED);
        assertThat(ended(call("good", "x")).status()).isEqualTo(InvocationStatus.SUCCEEDED);
    }

    @Test
    void aContainerThatDiedWhileIdleIsReplacedUnseen() {
        ended(call("a", "x"));
        sandbox.kill(sandbox.started.getFirst());
        assertThat(ended(call("a", "y")).status()).isEqualTo(InvocationStatus.SUCCEEDED);
        assertThat(sandbox.started).hasSize(2);
    }

    @Test
    void aFunctionThatCannotBeLoadedAnswersWithItsOwnError() {
        sandbox.initError = new ErrorDetail("ImportError", "no module named x", "stack");
        InvocationRecord failed = ended(call("a", "x"));
        assertThat(failed.status()).isEqualTo(InvocationStatus.FAILED);
        assertThat(failed.error()).isEqualTo(sandbox.initError);
        assertThat(sandbox.removed).hasSize(1);
    }

    @Test
    void aContainerThatDoesNotStartFailsWhoWaitsForIt() {
        sandbox.refusal = new SandboxException("no image", null);
        ErrorDetail error = ended(call("a", "x")).error();
        assertThat(error).isEqualTo(new ErrorDetail("ContainerStartFailed", "no image", null));
    }

    @Test
    void anIdleContainerIsRemovedAfterItsLifetime() {
        ended(call("a", "x"));
        pool.sweep();
        assertThat(pool.counters().expired()).isZero();
        later.addAndGet(Duration.ofSeconds(601).toNanos());
        pool.sweep();
        assertThat(pool.counters().expired()).isEqualTo(1);
    }

    @Test
    void atTheLimitTheLongestIdleContainerOfAnotherFunctionMakesRoom() {
        ended(call("a", "x"));
        ended(call("b", "x"));
        assertThat(ended(call("c", "x")).status()).isEqualTo(InvocationStatus.SUCCEEDED);
        assertThat(sandbox.wiped).containsExactly(sandbox.started.getFirst().value());
        assertThat(sandbox.removed).isEmpty();
        assertThat(pool.counters().repurposed()).isEqualTo(1);
    }

    @Test
    void aContainerThatWasThereAndDiesBeforeItIsGivenItsFunctionIsMadeAnew() {
        ended(call("a", "x"));
        ended(call("b", "x"));
        sandbox.deadAtInit.set(1);
        assertThat(ended(call("c", "x")).status()).isEqualTo(InvocationStatus.SUCCEEDED);
        assertThat(sandbox.wiped).hasSize(1);
        assertThat(sandbox.started).hasSize(3);
        assertThat(pool.counters().startFailures()).isZero();
    }

    @Test
    void whatAnswersAtTheAddressOfAContainerThatEndedIsLeftAlone() {
        ended(call("a", "x"));
        ended(call("b", "x"));
        sandbox.started.forEach(container -> sandbox.ended.add(container.value()));
        assertThat(ended(call("c", "x")).status()).isEqualTo(InvocationStatus.SUCCEEDED);
        assertThat(sandbox.wiped).isEmpty();
        assertThat(sandbox.started).hasSize(3);
    }

    @Test
    void aContainerThatEndsWhileItStartsIsNotWaitedForUntilTheStartTimeout() {
        sandbox.endsAtOnce = true;
        ErrorDetail error = ended(call("a", "x")).error();
        assertThat(error).isNotNull();
        assertThat(error.message()).contains("ended before its proxy answered");
    }

    @Test
    void whatIsBeingStartedAheadWhenTheWorkerStopsIsRemoved() {
        FakeSandbox silent = new FakeSandbox();
        silent.silent = true;
        ContainerPool stopping = new ContainerPool(
                "w2",
                silent,
                new OneArchive(),
                Optional::empty,
                limits(1, List.of("python3")),
                keepAlive(),
                timers,
                time);
        stopping.serve(demand());
        while (silent.started.isEmpty()) {
            Thread.onSpinWait();
        }
        stopping.close();
        assertThat(silent.removed).containsExactlyElementsOf(silent.started);
    }

    @Test
    void aNewContainerThatDiesAtOnceFailsWhoWaitsForIt() {
        sandbox.deadAtInit.set(1);
        ErrorDetail error = ended(call("a", "x")).error();
        assertThat(error).isNotNull();
        assertThat(error.type()).isEqualTo("ContainerStartFailed");
        assertThat(sandbox.removed).hasSize(1);
    }

    @Test
    void oneThatCannotBeWipedIsRemovedInstead() {
        sandbox.unwipeable = true;
        ended(call("a", "x"));
        ended(call("b", "x"));
        assertThat(ended(call("c", "x")).status()).isEqualTo(InvocationStatus.SUCCEEDED);
        assertThat(sandbox.removed).containsExactly(sandbox.started.getFirst());
    }

    @Test
    void whatWasSentToAnotherFunctionsContainerIsRunElsewhere() {
        ended(call("a", "x"));
        ended(call("b", "x"));
        sandbox.swapAddresses(sandbox.started.get(0), sandbox.started.get(1));
        InvocationRecord moved = ended(call("a", "y"));
        assertThat(moved.status()).isEqualTo(InvocationStatus.SUCCEEDED);
        assertThat(sandbox.batches.stream().map(BatchRequest::function))
                .containsExactly(Optional.of("a"), Optional.of("b"), Optional.of("a"));
        assertThat(sandbox.removed).contains(sandbox.started.get(0));
    }

    @Test
    void aContainerThatIsSilentAndDoesNotAnswerIsReplaced() {
        CompletableFuture<CompletedInvocation> call = call("a", "wait");
        awaitBatches(1);
        sandbox.frozen.add(sandbox.started.getFirst().value());
        pool.sweep();
        assertThat(sandbox.removed).isEmpty();
        passes(ContainerPool.SILENCE.plusSeconds(1));
        pool.sweep();
        awaitBatches(2);
        sandbox.gate.countDown();
        assertThat(ended(call).status()).isEqualTo(InvocationStatus.SUCCEEDED);
        assertThat(sandbox.removed).containsExactly(sandbox.started.getFirst());
    }

    @Test
    void aContainerThatIsSilentButAnswersGoesOn() {
        CompletableFuture<CompletedInvocation> call = call("a", "wait");
        awaitBatches(1);
        for (int i = 0; i < 3; i++) {
            passes(ContainerPool.SILENCE.plusSeconds(1));
            int asked = sandbox.asked.get();
            while (sandbox.asked.get() == asked) {
                pool.sweep();
            }
        }
        sandbox.gate.countDown();
        assertThat(ended(call).status()).isEqualTo(InvocationStatus.SUCCEEDED);
        assertThat(sandbox.started).hasSize(1);
    }

    private void passes(Duration time) {
        later.addAndGet(time.toNanos());
    }

    private void awaitBatches(int count) {
        while (sandbox.batches.size() < count) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aPassedDeadlineEndsAnInvocationWhoseContainerDoesNotAnswer() {
        InvocationRecord ended = ended(call("a", "wait", Duration.ofMillis(300)));
        assertThat(ended.status()).isEqualTo(InvocationStatus.TIMED_OUT);
    }

    @Test
    void othersInTheBatchOfOneThatHangsAreRunAgain() {
        CompletableFuture<CompletedInvocation> hanging = call("a", "wait", Duration.ofMillis(300));
        CompletableFuture<CompletedInvocation> behind = call("a", "x");
        assertThat(ended(hanging).status()).isEqualTo(InvocationStatus.TIMED_OUT);
        assertThat(ended(behind).status()).isEqualTo(InvocationStatus.SUCCEEDED);
    }

    @Test
    void aCancelledInvocationIsStoppedInItsContainer() {
        CompletableFuture<CompletedInvocation> quick = call("a", "quick");
        CompletableFuture<CompletedInvocation> slow = call("a", "wait");
        ended(quick);
        slow.cancel(true);
        while (sandbox.cancelled.isEmpty()) {
            Thread.onSpinWait();
        }
        assertThat(sandbox.cancelled).hasSize(1);
    }

    private CompletableFuture<CompletedInvocation> call(String function, String input) {
        return call(function, input, Duration.ofSeconds(50));
    }

    private CompletableFuture<CompletedInvocation> call(String function, String input, Duration timeout) {
        return invoker.invoke(request(function, input, timeout));
    }

    private static InvocationRequest request(String function, String input, Duration timeout) {
        return new InvocationRequest(
                InvocationId.random(),
                function(function),
                StringNode.valueOf(input),
                InvocationContext.DIRECT,
                Instant.now().plus(timeout));
    }

    private static InvocationRecord ended(CompletableFuture<CompletedInvocation> call) {
        return call.orTimeout(50, TimeUnit.SECONDS).join().invocation();
    }

    static FunctionDefinition function(String name) {
        return new FunctionDefinition(
                new FunctionName(name),
                "v1",
                "python3",
                Optional.empty(),
                "main:handle",
                Isolation.THREAD,
                128,
                Duration.ofSeconds(60),
                256L << 20,
                1.0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Map.of(),
                Instant.EPOCH);
    }

    private static final class OneArchive implements FunctionCatalog {
        @Override
        public boolean deploy(FunctionPackage function) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<FunctionDefinition> find(FunctionName name) {
            return Optional.empty();
        }

        @Override
        public Optional<FunctionDefinition> find(FunctionName name, String version) {
            return Optional.empty();
        }

        @Override
        public Optional<byte[]> archive(FunctionName name, String version) {
            return Optional.of(new byte[] {1});
        }

        @Override
        public Page<FunctionDefinition> list(Optional<String> cursor, int limit) {
            return new Page<>(List.of(), Optional.empty());
        }

        @Override
        public boolean delete(FunctionName name) {
            return false;
        }
    }
}
