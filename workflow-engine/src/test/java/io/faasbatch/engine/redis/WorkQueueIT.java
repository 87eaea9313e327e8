package io.faasbatch.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasbatch.engine.execution.Execution;
import io.faasbatch.engine.execution.ExecutionId;
import io.faasbatch.engine.invocation.InvocationRecord;
import io.faasbatch.engine.invocation.InvocationStatus;
import io.faasbatch.engine.worker.WorkItem;
import io.faasbatch.engine.worker.WorkQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class WorkQueueIT extends RedisStorageTesting {

    private static final Duration AT_ONCE = Duration.ZERO;
    private static final Duration LONG = Duration.ofSeconds(30);

    @Test
    void anItemGoesToOneWorkerAndLeavesWhenDone() {
        WorkQueue first = storage.queue("w1");
        WorkQueue second = storage.queue("w2");
        ExecutionId id = accept();
        List<WorkItem> taken = first.take(10, LONG);
        assertThat(taken)
                .singleElement()
                .isInstanceOfSatisfying(
                        WorkItem.ExecutionWork.class,
                        work -> assertThat(work.execution()).isEqualTo(id));
        assertThat(second.take(10, AT_ONCE)).isEmpty();
        assertThat(first.take(10, AT_ONCE)).isEmpty();
        first.done(taken.getFirst());
        assertThat(redis().xlen(Keys.QUEUE)).isZero();
        assertThat(redis().xpending(Keys.QUEUE, QueueReader.GROUP).getCount()).isZero();
    }

    @Test
    void anAsynchronousCallBringsItsRecordAndItsInput() {
        WorkQueue queue = storage.queue("w1");
        InvocationRecord pending = invocation(InvocationStatus.PENDING, null);
        assertThat(queue.accept(pending, large(), Optional.of("k"))).isEqualTo(pending.id());
        assertThat(queue.accept(invocation(InvocationStatus.PENDING, null), large(), Optional.of("k")))
                .isEqualTo(pending.id());
        List<WorkItem> taken = queue.take(10, LONG);
        assertThat(taken).singleElement().isInstanceOfSatisfying(WorkItem.InvocationWork.class, work -> {
            assertThat(work.pending()).isEqualTo(pending);
            assertThat(work.input()).isEqualTo(large());
        });
        queue.done(taken.getFirst());
        assertThat(redis().exists(Keys.invocationInput(pending.id()))).isZero();
        assertThat(redis().pttl(Keys.invocation(pending.id()))).isPositive();
    }

    @Test
    void whatADeadWorkerLeftGoesToAnotherAfterTheLease() {
        try (RedisStorage brief = RedisStorage.connect(settings().withLease(Duration.ofMillis(200)), JSON)) {
            ExecutionId id = accept();
            assertThat(brief.queue("dead").take(1, LONG)).hasSize(1);
            assertThat(brief.queue("alive").take(1, LONG))
                    .extracting(Items::execution)
                    .containsExactly(id);
        }
    }

    @Test
    void aRenewedItemStaysWithItsWorker() {
        try (RedisStorage other = RedisStorage.connect(settings(), JSON)) {
            WorkQueue mine = storage.queue("w1");
            accept();
            List<WorkItem> taken = mine.take(1, LONG);
            await("some idle time gathers", () -> idle() > 200);
            long beforeRenewal = System.nanoTime();
            mine.renew(taken);
            long idle = idle();
            assertThat(idle)
                    .as("counts from the renewal")
                    .isLessThanOrEqualTo(
                            Duration.ofNanos(System.nanoTime() - beforeRenewal).toMillis() + 5);
            assertThat(other.queue("w2").take(1, AT_ONCE)).isEmpty();
        }
    }

    @Test
    void renewingDoesNotTakeBackWhatAnotherHas() {
        try (RedisStorage brief = RedisStorage.connect(settings().withLease(Duration.ofMillis(100)), JSON)) {
            WorkQueue slow = brief.queue("slow");
            accept();
            List<WorkItem> taken = slow.take(1, LONG);
            assertThat(brief.queue("quick").take(1, LONG)).hasSize(1);
            slow.renew(taken);
            assertThat(redis().xpending(Keys.QUEUE, QueueReader.GROUP).getConsumerMessageCount())
                    .containsOnlyKeys("quick");
        }
    }

    @Test
    void aRestartedWorkerIsGivenItsOwnItemsAtOnce() {
        List<ExecutionId> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(accept());
        }
        assertThat(storage.queue("w1").take(5, LONG)).hasSize(5);
        WorkQueue restarted = storage.queue("w1");
        List<ExecutionId> again = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            restarted.take(2, AT_ONCE).forEach(item -> again.add(Items.execution(item)));
        }
        assertThat(again).containsExactlyElementsOf(ids);
        assertThat(restarted.take(2, AT_ONCE)).isEmpty();
    }

    @Test
    void whatCannotBeReadIsPutAsideWithTheReason() {
        WorkQueue queue = storage.queue("w1");
        redis().xadd(Keys.QUEUE, Map.of("kind", "nonsense", "id", "x"));
        redis().xadd(Keys.QUEUE, Map.of("kind", "invocation", "id", "gone"));
        ExecutionId good = accept();
        assertThat(queue.take(10, LONG)).extracting(Items::execution).containsExactly(good);
        assertThat(redis().xlen(Keys.QUEUE)).isEqualTo(1);
        assertThat(redis().xrange(Keys.DEAD, io.lettuce.core.Range.unbounded()))
                .extracting(entry -> entry.getBody().get("reason"))
                .satisfiesExactly(
                        reason -> assertThat(reason).contains("nonsense"),
                        reason -> assertThat(reason).contains("gone"));
    }

    @Test
    void theQueueWorksOnAfterRedisWasEmptied() {
        WorkQueue queue = storage.queue("w1");
        redis().flushall();
        assertThat(queue.take(1, AT_ONCE)).isEmpty();
        ExecutionId id = accept();
        assertThat(queue.take(1, LONG)).extracting(Items::execution).containsExactly(id);
    }

    private ExecutionId accept() {
        Execution pending = pending();
        return storage.executions().accept(pending, Optional.empty());
    }

    private static long idle() {
        return redis().xpending(
                        Keys.QUEUE, QueueReader.GROUP, io.lettuce.core.Range.unbounded(), io.lettuce.core.Limit.from(1))
                .getFirst()
                .getMsSinceLastDelivery();
    }

    /** Reads items in assertions. */
    private static final class Items {

        static ExecutionId execution(WorkItem item) {
            return switch (item) {
                case WorkItem.ExecutionWork work -> work.execution();
                case WorkItem.InvocationWork work -> throw new AssertionError("not an execution: " + work);
            };
        }
    }
}
