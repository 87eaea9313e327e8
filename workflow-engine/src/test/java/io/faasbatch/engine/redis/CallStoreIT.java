package io.faasbatch.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasbatch.engine.function.FunctionName;
import io.faasbatch.engine.invocation.CompletedInvocation;
import io.faasbatch.engine.invocation.InvocationId;
import io.faasbatch.engine.invocation.InvocationRecord;
import io.faasbatch.engine.invocation.InvocationStatus;
import io.faasbatch.engine.worker.CallStore;
import io.faasbatch.engine.worker.CallStore.Next;
import io.faasbatch.engine.worker.DeadLetter;
import io.faasbatch.engine.worker.DeadLetters.Redriven;
import io.faasbatch.engine.worker.WorkItem;
import io.faasbatch.engine.worker.WorkQueue;
import io.faasbatch.protocol.ErrorDetail;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class CallStoreIT extends RedisStorageTesting {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final ErrorDetail WRONG = new ErrorDetail("ValueError", "wrong", null);

    private final InvocationRecord pending = invocation(InvocationStatus.PENDING, null);
    private CallStore calls;
    private WorkQueue queue;

    @BeforeEach
    void open() {
        calls = storage.calls();
        queue = storage.queue("w1");
    }

    @Test
    void aKeyThatWasUsedBeforeAnswersTheEarlierCall() {
        accept(Optional.empty());
        assertThat(calls.accept(
                        invocation(InvocationStatus.PENDING, null), large(), Optional.empty(), Optional.of("k")))
                .isEqualTo(pending.id());
        assertThat(redis().zcard(Keys.DUE)).isEqualTo(1);
    }

    @Test
    void anEndedCallLeavesOnlyItsRecordAndThatExpires() {
        accept(Optional.empty());
        WorkItem.InvocationWork claim = claim();
        assertThat(calls.begin(claim).orElseThrow().attempts()).isEqualTo(1);

        assertThat(end(claim, InvocationStatus.SUCCEEDED, new Next.Done())).isTrue();

        assertThat(redis().exists(Keys.DUE, Keys.invocationInput(pending.id()), Keys.invocationCall(pending.id())))
                .isZero();
        assertThat(redis().pttl(Keys.invocation(pending.id()))).isPositive();
        assertThat(record().status()).isEqualTo(InvocationStatus.SUCCEEDED);
        assertThat(record().output()).isEqualTo(large());
    }

    @Test
    void aCallThatWasCutOffRunsAgainAsTheNextAttemptAndTheLateResultIsRefused() {
        accept(Optional.empty());
        WorkItem.InvocationWork first = claim();
        calls.begin(first);
        queue.release(first);
        WorkItem.InvocationWork second = claim();

        assertThat(calls.begin(second).orElseThrow().attempts()).isEqualTo(2);
        assertThat(calls.begin(first)).isEmpty();
        assertThat(end(first, InvocationStatus.FAILED, new Next.Done())).isFalse();
        assertThat(record().status()).isEqualTo(InvocationStatus.PENDING);
        assertThat(end(second, InvocationStatus.SUCCEEDED, new Next.Done())).isTrue();
    }

    @Test
    void aRetryIsPendingAgainAndAnEndCountsOnce() {
        accept(Optional.empty());
        WorkItem.InvocationWork claim = claim();
        calls.begin(claim);

        assertThat(end(claim, InvocationStatus.FAILED, new Next.Retry(Duration.ofMillis(1), 1)))
                .isTrue();
        assertThat(end(claim, InvocationStatus.FAILED, new Next.Retry(Duration.ofMillis(1), 1)))
                .isFalse();

        assertThat(record().status()).isEqualTo(InvocationStatus.PENDING);
        CallStore.Begun begun = calls.begin(claim()).orElseThrow();
        assertThat(begun.attempts()).isEqualTo(2);
        assertThat(begun.failures()).isEqualTo(1);
    }

    @Test
    void aCallWithACallbackIsKeptUntilThatIsDelivered() {
        URI callback = URI.create("https://hooks.example.com/done");
        accept(Optional.of(callback));
        WorkItem.InvocationWork claim = claim();
        calls.begin(claim);
        end(claim, InvocationStatus.SUCCEEDED, new Next.Deliver(Duration.ZERO, 0));

        WorkItem.InvocationWork delivery = claim();
        CallStore.Begun begun = calls.begin(delivery).orElseThrow();
        assertThat(begun).isEqualTo(new CallStore.Begun(true, 1, 0, 1, Optional.of(callback), false));
        assertThat(calls.cancel(new InvocationId(pending.id())))
                .as("it has ended")
                .isFalse();
        assertThat(calls.end(delivery, Optional.empty(), new Next.Done())).isTrue();
        assertThat(redis().exists(Keys.DUE)).isZero();
        assertThat(record().status()).isEqualTo(InvocationStatus.SUCCEEDED);
    }

    @Test
    void aDeadLetterIsListedShownAndRedrivenOnceUnderItsId() {
        die();
        assertThat(redis().exists(Keys.DUE)).isZero();
        assertThat(storage.deadLetters()
                        .list(Optional.of(new FunctionName("count")), Optional.empty(), 10)
                        .items())
                .extracting(DeadLetter::id)
                .containsExactly(pending.id());
        DeadLetter letter = storage.deadLetters().find(pending.id()).orElseThrow();
        assertThat(letter.error()).isEqualTo(WRONG);
        assertThat(letter.input()).isEqualTo(large());

        assertThat(storage.deadLetters().redrive(pending.id())).isEqualTo(Redriven.AGAIN);
        assertThat(storage.deadLetters().redrive(pending.id())).isEqualTo(Redriven.UNKNOWN);

        assertThat(redis().exists(Keys.DEAD_LETTERS, Keys.deadLetters("count"))).isZero();
        assertThat(redis().pttl(Keys.invocationInput(pending.id()))).isEqualTo(-1);
        assertThat(calls.begin(claim()).orElseThrow().attempts()).isEqualTo(2);
    }

    @Test
    void aDiscardedDeadLetterLeavesTheRecordForItsRetention() {
        die();
        assertThat(storage.deadLetters().discard(pending.id())).isTrue();
        assertThat(storage.deadLetters().discard(pending.id())).isFalse();
        assertThat(redis().keys("fb:dead*")).isEmpty();
        assertThat(redis().exists(Keys.invocationInput(pending.id()), Keys.invocationCall(pending.id())))
                .isZero();
        assertThat(redis().pttl(Keys.invocation(pending.id())))
                .isPositive()
                .isLessThanOrEqualTo(settings().retention().toMillis());
    }

    @Test
    void theOldestDeadLettersGoWhenThereAreTooMany() {
        try (RedisStorage small =
                RedisStorage.connect(settings().withDeadLetters(new DeadLetterLimits(Duration.ofDays(1), 2)), JSON)) {
            for (int i = 0; i < 4; i++) {
                InvocationRecord call = invocation(InvocationStatus.PENDING, null);
                small.calls().accept(call, large(), Optional.empty(), Optional.empty());
                WorkItem.InvocationWork claim = claim();
                small.calls().end(claim, Optional.empty(), new Next.Dead(DeadLetter.Kind.CALL, WRONG));
            }
        }
        assertThat(redis().zcard(Keys.DEAD_LETTERS)).isEqualTo(2);
        assertThat(redis().zcard(Keys.deadLetters("count"))).isEqualTo(2);
        assertThat(redis().keys("fb:dead-letter:*")).hasSize(2);
    }

    @Test
    void aRunningCallsOwnerHearsThatItIsToBeCancelled() {
        accept(Optional.empty());
        WorkItem.InvocationWork claim = claim();
        calls.begin(claim);
        assertThat(calls.cancel(new InvocationId(pending.id()))).isTrue();
        assertThat(queue.renew(List.of(claim)).cancelled()).containsExactly(claim);
    }

    @Test
    void aWaitingCallThatIsCancelledIsDueAtOnceAndBeginsNoAttempt() {
        accept(Optional.empty());
        WorkItem.InvocationWork claim = claim();
        calls.begin(claim);
        end(claim, InvocationStatus.FAILED, new Next.Retry(Duration.ofDays(1), 1));

        assertThat(calls.cancel(new InvocationId(pending.id()))).isTrue();

        CallStore.Begun begun = calls.begin(claim()).orElseThrow();
        assertThat(begun.cancelled()).isTrue();
        assertThat(begun.attempts()).isEqualTo(1);
    }

    private void die() {
        accept(Optional.empty());
        WorkItem.InvocationWork claim = claim();
        calls.begin(claim);
        end(claim, InvocationStatus.FAILED, new Next.Dead(DeadLetter.Kind.CALL, WRONG));
    }

    private void accept(Optional<URI> callback) {
        assertThat(calls.accept(pending, large(), callback, Optional.of("k"))).isEqualTo(pending.id());
    }

    private WorkItem.InvocationWork claim() {
        return (WorkItem.InvocationWork) queue.take(1, LONG).getFirst();
    }

    private boolean end(WorkItem.InvocationWork claim, InvocationStatus status, Next next) {
        InvocationRecord ended = invocation(status, status == InvocationStatus.SUCCEEDED ? large() : null);
        InvocationRecord its = new InvocationRecord(
                claim.id(),
                ended.function(),
                ended.version(),
                status,
                ended.output(),
                status == InvocationStatus.FAILED ? WRONG : null,
                ended.timings(),
                ended.container(),
                ended.batch(),
                null,
                null,
                1,
                NOW,
                NOW,
                NOW);
        return calls.end(claim, Optional.of(new CompletedInvocation(its, "log")), next);
    }

    private InvocationRecord record() {
        return storage.invocations().find(new InvocationId(pending.id())).orElseThrow();
    }
}
