package io.faasbatch.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faasbatch.engine.function.FunctionCatalog;
import io.faasbatch.engine.function.FunctionDefinition;
import io.faasbatch.engine.invocation.CapacityException;
import io.faasbatch.engine.invocation.CompletedInvocation;
import io.faasbatch.engine.invocation.InvocationJournal;
import io.faasbatch.engine.invocation.InvocationRecord;
import io.faasbatch.engine.invocation.InvocationRequest;
import io.faasbatch.engine.invocation.InvocationStatus;
import io.faasbatch.engine.invocation.PlatformErrors;
import io.faasbatch.engine.worker.CallStore.Next;
import io.faasbatch.protocol.ErrorDetail;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What comes after each end of an attempt or a delivery; pauses are noted, not waited for. */
@Timeout(60)
final class AsyncInvocationsTest {

    private static final String ID = "call-1";
    private static final CallPolicy POLICY = new CallPolicy(3, Duration.ofSeconds(1), 4, Duration.ofSeconds(7));

    private final List<Duration> pauses = new ArrayList<>();
    private final List<InvocationRequest> requests = new ArrayList<>();
    private final Deque<Supplier<CompletableFuture<CompletedInvocation>>> outcomes = new ArrayDeque<>();
    private Optional<FunctionDefinition> function = Optional.of(Calls.function());
    private Optional<String> refusal = Optional.empty();

    @Test
    void aCallThatEndsWellIsDone() throws InterruptedException {
        ends(InvocationStatus.SUCCEEDED, null);
        ScriptedCallStore.End end = run(Calls.attempt(4, 0, false));
        assertThat(end.next()).isEqualTo(new Next.Done());
        assertThat(result(end).status()).isEqualTo(InvocationStatus.SUCCEEDED);
        assertThat(requests).singleElement().satisfies(request -> {
            assertThat(request.context().attempt()).isEqualTo(4);
            assertThat(request.deadline()).isEqualTo(Calls.LATER.plusSeconds(30));
        });
    }

    @Test
    void theRecordSaysWhenTheCallWasAcceptedNotWhenItWasRun() throws InterruptedException {
        ends(InvocationStatus.SUCCEEDED, null);
        assertThat(result(run(Calls.attempt(1, 0, false))).createdAt()).isEqualTo(Calls.ACCEPTED);
    }

    @Test
    void aFailureIsTriedAgainAfterAPauseThatDoubles() throws InterruptedException {
        ends(InvocationStatus.FAILED, "ValueError");
        assertThat(run(Calls.attempt(1, 0, true)).next()).isEqualTo(new Next.Retry(Duration.ofSeconds(1), 1));
        ends(InvocationStatus.TIMED_OUT, "Timeout");
        assertThat(run(Calls.attempt(2, 1, true)).next()).isEqualTo(new Next.Retry(Duration.ofSeconds(2), 2));
    }

    @Test
    void theLastFailureIsADeadLetterWithItsReason() throws InterruptedException {
        ends(InvocationStatus.FAILED, "ValueError");
        assertThat(run(Calls.attempt(3, 2, false)).next())
                .isEqualTo(new Next.Dead(DeadLetter.Kind.CALL, new ErrorDetail("ValueError", "wrong", null)));
    }

    @Test
    void howeverACallEndsItsCallbackComesFirst() throws InterruptedException {
        ends(InvocationStatus.FAILED, "ValueError");
        assertThat(run(Calls.attempt(3, 2, true)).next()).isEqualTo(new Next.Deliver(Duration.ZERO, 3));
        ends(InvocationStatus.SUCCEEDED, null);
        assertThat(run(Calls.attempt(3, 2, true)).next()).isEqualTo(new Next.Deliver(Duration.ZERO, 2));
    }

    @Test
    void whatIsNoFaultOfTheFunctionIsTriedAgainHereAndCountsAsNoFailure() throws InterruptedException {
        outcomes.add(() -> done(Calls.unrun(ID, PlatformErrors.START_FAILED)));
        outcomes.add(() -> done(Calls.unrun(ID, PlatformErrors.START_FAILED)));
        ends(InvocationStatus.SUCCEEDED, null);
        assertThat(run(Calls.attempt(1, 0, false)).next()).isEqualTo(new Next.Done());
        assertThat(pauses).containsExactly(Duration.ofMillis(100), Duration.ofMillis(200));
    }

    @Test
    void anEngineThatStaysAwayEndsInTheDeadLetters() throws InterruptedException {
        for (int i = 0; i < 30; i++) {
            outcomes.add(() -> done(Calls.unrun(ID, PlatformErrors.START_FAILED)));
        }
        assertThat(run(Calls.attempt(1, 0, false)).next())
                .isEqualTo(new Next.Dead(
                        DeadLetter.Kind.CALL, new ErrorDetail(PlatformErrors.START_FAILED, "wrong", null)));
        assertThat(pauses).hasSize(29).allMatch(pause -> pause.compareTo(Duration.ofSeconds(2)) <= 0);
    }

    @Test
    void aFunctionAtItsLimitIsWaitedForAsLongAsItSays() throws InterruptedException {
        outcomes.add(() -> {
            throw new CapacityException("full", true, Duration.ofSeconds(9));
        });
        ends(InvocationStatus.SUCCEEDED, null);
        assertThat(run(Calls.attempt(1, 0, false)).next()).isEqualTo(new Next.Done());
        assertThat(pauses).containsExactly(Duration.ofSeconds(9));
    }

    @Test
    void aCallOfADeletedFunctionIsNotTriedAgain() throws InterruptedException {
        function = Optional.empty();
        ScriptedCallStore.End end = run(Calls.attempt(1, 0, false));
        assertThat(end.next()).isInstanceOf(Next.Dead.class);
        assertThat(type(end)).isEqualTo("FunctionNotFound");
    }

    @Test
    void aCallThatIsToBeCancelledIsNotRun() throws InterruptedException {
        ScriptedCallStore.End end = run(new CallStore.Begun(false, 0, 0, 0, Optional.empty(), true, 0));
        assertThat(end.next()).isEqualTo(new Next.Done());
        assertThat(result(end).status()).isEqualTo(InvocationStatus.CANCELLED);
        assertThat(requests).isEmpty();
    }

    @Test
    void aCallThatLostItsWorkerTooOftenIsNotRunAgain() throws InterruptedException {
        ScriptedCallStore.End end =
                run(new CallStore.Begun(false, 5, 0, 0, Optional.empty(), false, CallPolicy.MOST_LOST));
        assertThat(end.next()).isInstanceOf(Next.Dead.class);
        assertThat(type(end)).isEqualTo("WorkerLost");
        assertThat(result(end).attempt()).isEqualTo(5);
        assertThat(requests).isEmpty();
        ends(InvocationStatus.SUCCEEDED, null);
        assertThat(run(new CallStore.Begun(false, 5, 0, 0, Optional.empty(), false, CallPolicy.MOST_LOST - 1))
                        .next())
                .isEqualTo(new Next.Done());
    }

    @Test
    void aCancelStopsTheAttemptAndEndsTheCall() throws InterruptedException {
        CompletableFuture<CompletedInvocation> hanging = new CompletableFuture<>();
        outcomes.add(() -> hanging);
        ScriptedCallStore store = new ScriptedCallStore(Optional.of(Calls.attempt(1, 0, false)));
        AsyncInvocations invocations = invocations(store);
        assertThat(invocations.cancel(ID)).isTrue();
        assertThat(invocations.cancel(ID)).as("it was known").isFalse();
        Thread.currentThread().interrupt();
        invocations.run(Calls.work(ID));
        assertThat(hanging).isCancelled();
        assertThat(result(store.ends.take()).status()).isEqualTo(InvocationStatus.CANCELLED);
    }

    @Test
    void anInterruptWithoutACancelWritesNothing() {
        CompletableFuture<CompletedInvocation> hanging = new CompletableFuture<>();
        outcomes.add(() -> hanging);
        ScriptedCallStore store = new ScriptedCallStore(Optional.of(Calls.attempt(1, 0, false)));
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> invocations(store).run(Calls.work(ID))).isInstanceOf(InterruptedException.class);
        assertThat(hanging).isCancelled();
        assertThat(store.ends).isEmpty();
    }

    @Test
    void aLostClaimRunsNothing() throws InterruptedException {
        ScriptedCallStore store = new ScriptedCallStore(Optional.empty());
        invocations(store).run(Calls.work(ID));
        assertThat(store.ends).isEmpty();
        assertThat(requests).isEmpty();
    }

    @Test
    void anOutageOfRedisIsWaitedOutWithTheResultInHand() throws InterruptedException {
        ends(InvocationStatus.SUCCEEDED, null);
        ScriptedCallStore store = new ScriptedCallStore(Optional.of(Calls.attempt(1, 0, false)));
        store.outages.set(3);
        invocations(store).run(Calls.work(ID));
        assertThat(store.ends.take().next()).isEqualTo(new Next.Done());
        assertThat(pauses).containsExactly(Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofMillis(400));
        assertThat(requests).hasSize(1);
    }

    @Test
    void aDeliveredCallbackEndsTheCallAsItEnded() throws InterruptedException {
        ends(InvocationStatus.SUCCEEDED, null);
        ScriptedCallStore.End end = run(Calls.delivery(1));
        assertThat(end).isEqualTo(new ScriptedCallStore.End(Optional.empty(), new Next.Done()));
        outcomes.clear();
        ends(InvocationStatus.FAILED, "ValueError");
        assertThat(run(Calls.delivery(1)).next())
                .isEqualTo(new Next.Dead(DeadLetter.Kind.CALL, new ErrorDetail("ValueError", "wrong", null)));
    }

    @Test
    void aRefusedCallbackIsDeliveredAgainAfterAPauseThatDoublesAndThenGivenUp() throws InterruptedException {
        refusal = Optional.of("answered with status 500");
        ends(InvocationStatus.SUCCEEDED, null);
        assertThat(run(Calls.delivery(1)).next()).isEqualTo(new Next.Deliver(Duration.ofSeconds(7), 0));
        assertThat(run(Calls.delivery(3)).next()).isEqualTo(new Next.Deliver(Duration.ofSeconds(28), 0));
        assertThat(run(Calls.delivery(4)).next())
                .isEqualTo(new Next.Dead(
                        DeadLetter.Kind.CALLBACK, new ErrorDetail("CallbackFailed", "answered with status 500", null)));
    }

    @Test
    void noPauseIsLongerThanHalfAnHour() {
        assertThat(POLICY.deliveryPauseAfter(100)).isEqualTo(Duration.ofMinutes(30));
        assertThat(POLICY.pauseAfter(100)).isEqualTo(Duration.ofMinutes(30));
    }

    private void ends(InvocationStatus status, @Nullable String error) {
        outcomes.add(() -> done(Calls.ended(ID, status, error)));
    }

    private static CompletableFuture<CompletedInvocation> done(CompletedInvocation completed) {
        return CompletableFuture.completedFuture(completed);
    }

    private ScriptedCallStore.End run(CallStore.Begun begun) throws InterruptedException {
        ScriptedCallStore store = new ScriptedCallStore(Optional.of(begun));
        invocations(store).run(Calls.work(ID));
        return store.ends.take();
    }

    private static InvocationRecord result(ScriptedCallStore.End end) {
        return end.result().orElseThrow().invocation();
    }

    private static String type(ScriptedCallStore.End end) {
        return Objects.requireNonNull(result(end).error()).type();
    }

    private AsyncInvocations invocations(ScriptedCallStore store) {
        return new AsyncInvocations(
                new AsyncInvocations.Parts(
                        store,
                        answering(InvocationJournal.class, "find", () -> Optional.of(next().invocation())),
                        request -> {
                            requests.add(request);
                            return outcomes.remove().get();
                        },
                        answering(FunctionCatalog.class, "find", () -> function),
                        (callback, ended) -> refusal,
                        POLICY,
                        Clock.fixed(Calls.LATER, ZoneOffset.UTC)),
                pauses::add);
    }

    private CompletedInvocation next() {
        return outcomes.element().get().join();
    }

    /** Answers one question, and fails any other. */
    private static <T> T answering(Class<T> type, String question, Supplier<Object> answer) {
        T other = Calls.unused(type);
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (_, method, arguments) ->
                        method.getName().equals(question) ? answer.get() : method.invoke(other, arguments)));
    }
}
