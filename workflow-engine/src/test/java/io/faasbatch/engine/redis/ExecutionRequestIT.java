package io.faasbatch.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faasbatch.engine.execution.Control;
import io.faasbatch.engine.execution.Execution;
import io.faasbatch.engine.execution.ExecutionId;
import io.faasbatch.engine.execution.ExecutionStatus;
import io.faasbatch.engine.execution.ExecutionStore.Request;
import io.faasbatch.engine.execution.Ownership;
import io.faasbatch.engine.execution.OwnershipLostException;
import io.faasbatch.engine.execution.StepRecord;
import io.faasbatch.engine.execution.StepStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ExecutionRequestIT extends RedisStorageTesting {

    private static final Instant FAR = Instant.parse("2090-01-01T00:00:00Z");
    private static final double NEVER = Double.POSITIVE_INFINITY;

    @Test
    void whatIsAskedIsFoundAgain() {
        ExecutionId id = accept();
        assertThat(request(id, Request.PAUSE, NOW)).contains(ExecutionStatus.PENDING);
        assertThat(request(id, Request.PAUSE, NOW.plusSeconds(9))).contains(ExecutionStatus.PENDING);
        assertThat(storage.executions().control(id)).isEqualTo(new Control(false, NOW));
        request(id, Request.CANCEL, NOW);
        assertThat(storage.executions().control(id)).isEqualTo(new Control(true, NOW));
        assertThat(storage.executions().find(id)).map(Execution::control).contains(new Control(true, NOW));
        request(id, Request.RESUME, NOW);
        assertThat(storage.executions().control(id)).isEqualTo(new Control(true, null));
    }

    @Test
    void nothingIsAskedOfTheUnknownAndTheEnded() {
        assertThat(request(ExecutionId.random(), Request.CANCEL, NOW)).isEmpty();
        assertThat(storage.executions().control(ExecutionId.random())).isEqualTo(Control.NONE);
        assertThat(redis().keys("*")).isEmpty();
        Ownership owner = owned();
        storage.executions().checkpoint(owner, ended(ExecutionStatus.SUCCEEDED, null));
        assertThat(request(owner.execution(), Request.CANCEL, NOW)).contains(ExecutionStatus.SUCCEEDED);
        assertThat(storage.executions().control(owner.execution())).isEqualTo(Control.NONE);
        assertThat(redis().exists(Keys.DUE)).isZero();
    }

    @Test
    void aPausedExecutionWithoutOwnerIsNeverDueUntilItIsResumedOrCancelled() {
        for (Request end : List.of(Request.RESUME, Request.CANCEL)) {
            ExecutionId id = accept();
            request(id, Request.PAUSE, NOW);
            assertThat(due(id)).isEqualTo(NEVER);
            request(id, end, NOW);
            assertThat(due(id)).isLessThan((double) FAR.toEpochMilli());
            assertThat(owner(storage.queue("w1")).execution()).isEqualTo(id);
        }
    }

    @Test
    void aResumedExecutionHasItsDeadlineMovedOnByThePause() {
        Ownership owner = owned();
        storage.executions().checkpoint(owner, running());
        request(owner.execution(), Request.PAUSE, NOW);
        request(owner.execution(), Request.RESUME, NOW.plusSeconds(90));
        storage.executions().checkpoint(owner, running());
        assertThat(storage.executions().find(owner.execution()).orElseThrow().deadline())
                .isEqualTo(DEADLINE.plusSeconds(90));
    }

    @Test
    void whatIsParkedWhilePausedIsNeverDue() {
        Ownership owner = owned();
        request(owner.execution(), Request.PAUSE, NOW);
        assertThat(due(owner.execution())).as("its owner has it").isLessThan((double) FAR.toEpochMilli());
        storage.executions().checkpoint(owner, parked(Instant.MAX));
        assertThat(due(owner.execution())).isEqualTo(NEVER);
    }

    @Test
    void aRequestThatComesBeforeTheParkingIsNotMissed() {
        Ownership cancelled = owned();
        request(cancelled.execution(), Request.CANCEL, NOW);
        storage.executions().checkpoint(cancelled, parked(FAR));
        assertThat(due(cancelled.execution())).isLessThan((double) FAR.toEpochMilli());
        storage.executions().checkpoint(owner(storage.queue("w1")), ended(ExecutionStatus.CANCELLED, null));

        Ownership resumed = owned();
        request(resumed.execution(), Request.PAUSE, NOW);
        request(resumed.execution(), Request.RESUME, NOW);
        storage.executions().checkpoint(resumed, parked(Instant.MAX));
        assertThat(due(resumed.execution())).isLessThan((double) FAR.toEpochMilli());
    }

    @Test
    void aRequestToAParkedExecutionMakesItDue() {
        Ownership owner = owned();
        storage.executions().checkpoint(owner, parked(FAR));
        request(owner.execution(), Request.CANCEL, NOW);
        assertThat(owner(storage.queue("w1")).execution()).isEqualTo(owner.execution());
    }

    @Test
    void aRerunKeepsWhatSucceededAndNothingElse() {
        Ownership owner = owned();
        StepRecord good = step("good", StepStatus.SUCCEEDED, large());
        StepRecord element = step("each.3", StepStatus.SUCCEEDED, large());
        StepRecord within = step("good.left", StepStatus.FAILED, null);
        storage.executions()
                .checkpoint(
                        owner,
                        running(
                                good,
                                within,
                                element,
                                step("each", StepStatus.FAILED, large()),
                                step("each.4", StepStatus.FAILED, null),
                                step("each.5.left", StepStatus.CANCELLED, null),
                                step("skipped", StepStatus.SKIPPED, large())));
        request(owner.execution(), Request.CANCEL, NOW);
        storage.executions().checkpoint(owner, ended(ExecutionStatus.FAILED, large()));
        redis().hset(Keys.store(owner.execution()), "key", "value");
        redis().pexpire(Keys.store(owner.execution()), Duration.ofHours(1).toMillis());
        assertThat(storage.executions().rerun(owner.execution())).contains(ExecutionStatus.FAILED);

        Execution again = storage.executions().find(owner.execution()).orElseThrow();
        assertThat(again.steps()).containsExactlyInAnyOrder(good, within, element);
        assertThat(again)
                .isEqualTo(new Execution(
                        again.id(),
                        "words",
                        "v1",
                        ExecutionStatus.PENDING,
                        again.input(),
                        null,
                        null,
                        again.steps(),
                        NOW,
                        null,
                        null,
                        null,
                        Control.NONE,
                        1));
        assertThat(redis().keys("fb:{*"))
                .allSatisfy(key -> assertThat(redis().pttl(key)).as(key).isEqualTo(-1));
        assertThat(redis().keys("fb:{*:value:*")).hasSize(2);
        assertThat(redis().exists(Keys.EXECUTIONS + ":ended", Keys.EXECUTIONS + ":status:FAILED"))
                .isZero();
        assertThat(redis().zcard(Keys.EXECUTIONS + ":status:PENDING")).isEqualTo(1);
        assertThatThrownBy(() -> storage.executions().checkpoint(owner, running()))
                .isInstanceOf(OwnershipLostException.class);
        assertThat(storage.executions().rerun(owner.execution())).contains(ExecutionStatus.PENDING);

        storage.executions().checkpoint(owner(storage.queue("w1")), ended(ExecutionStatus.SUCCEEDED, null));
        assertThat(storage.executions().rerun(owner.execution())).contains(ExecutionStatus.SUCCEEDED);
        assertThat(storage.executions().rerun(ExecutionId.random())).isEmpty();
    }

    private ExecutionId accept() {
        return storage.executions().accept(pending(), Optional.empty());
    }

    private Ownership owned() {
        accept();
        return owner(storage.queue("w1"));
    }

    private Optional<ExecutionStatus> request(ExecutionId id, Request request, Instant at) {
        return storage.executions().request(id, request, at);
    }

    private static double due(ExecutionId id) {
        return redis().zscore(Keys.DUE, "x:" + id);
    }
}
