package io.faasbatch.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasbatch.engine.execution.Execution;
import io.faasbatch.engine.execution.ExecutionId;
import io.faasbatch.engine.execution.ExecutionStore.Request;
import io.faasbatch.engine.execution.Ownership;
import io.faasbatch.engine.worker.DeadLetter;
import io.faasbatch.engine.worker.WorkItem;
import io.faasbatch.engine.worker.WorkQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

final class WorkQueueIT extends RedisStorageTesting {

    private static final Duration AT_ONCE = Duration.ZERO;
    private static final Duration LONG = Duration.ofSeconds(30);

    @Test
    void whatIsAcceptedIsClaimedOnceWithItsFirstToken() {
        WorkQueue first = storage.queue("w1");
        WorkQueue second = storage.queue("w2");
        ExecutionId id = accept();
        assertThat(first.take(10, LONG)).containsExactly(new WorkItem.ExecutionWork(new Ownership(id, 1)));
        assertThat(second.take(10, AT_ONCE)).isEmpty();
        assertThat(first.take(10, AT_ONCE)).isEmpty();
        assertThat(redis().hget(Keys.execution(id), "owner")).isEqualTo("w1");
    }

    @Test
    void twoWorkersAtOnceGetEachItemOnce() throws Exception {
        int count = 500;
        Set<ExecutionId> accepted = new HashSet<>();
        for (int i = 0; i < count; i++) {
            accepted.add(accept());
        }
        List<ExecutionId> claimed = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<ExecutionId>>> workers = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                WorkQueue queue = storage.queue("w" + i);
                workers.add(threads.submit(() -> takeAll(queue)));
            }
            for (Future<List<ExecutionId>> worker : workers) {
                claimed.addAll(worker.get());
            }
        }
        assertThat(claimed).hasSize(count).containsExactlyInAnyOrderElementsOf(accepted);
    }

    @Test
    void aWaitingWorkerIsWokenByWhatIsAccepted() throws Exception {
        WorkQueue queue = storage.queue("w1");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<List<WorkItem>> waiting = threads.submit(() -> queue.take(1, LONG));
            ExecutionId id = accept();
            assertThat(waiting.get()).singleElement().extracting(WorkItem::id).isEqualTo(id.value());
        }
    }

    @Test
    void whatADeadWorkerHadGoesToAnotherAfterTheLeaseWithALargerToken() {
        try (RedisStorage brief = RedisStorage.connect(settings().withLease(Duration.ofMillis(200)), JSON)) {
            ExecutionId id = accept();
            assertThat(brief.queue("dead").take(1, LONG)).hasSize(1);
            assertThat(brief.queue("alive").take(1, LONG))
                    .containsExactly(new WorkItem.ExecutionWork(new Ownership(id, 2)));
        }
    }

    @Test
    void aRenewalMovesTheLeaseOnForItsOwnerOnly() {
        WorkQueue queue = storage.queue("w1");
        ExecutionId id = accept();
        List<WorkItem> items = queue.take(1, LONG);
        redis().zadd(Keys.DUE, 1, "x:" + id);
        assertThat(queue.renew(items)).isEqualTo(new WorkQueue.Renewal(Set.of(), Set.of(), Set.of()));
        assertThat(due(id)).isGreaterThan((double) System.currentTimeMillis());

        redis().zadd(Keys.DUE, 1, "x:" + id);
        WorkQueue other = storage.queue("w2");
        assertThat(other.take(1, LONG)).hasSize(1);
        double before = due(id);
        assertThat(queue.renew(items).lost()).containsExactlyElementsOf(items);
        assertThat(due(id)).isEqualTo(before);
    }

    @Test
    void aRenewalReportsWhatIsAskedAndListenersHearIt() {
        WorkQueue queue = storage.queue("w1");
        ConcurrentLinkedQueue<ExecutionId> heard = new ConcurrentLinkedQueue<>();
        queue.listen(heard::add);
        ExecutionId id = accept();
        List<WorkItem> items = queue.take(1, LONG);
        await("the request is heard", () -> {
            storage.executions().request(id, Request.CANCEL, NOW);
            return heard.contains(id);
        });
        assertThat(queue.renew(items)).isEqualTo(new WorkQueue.Renewal(Set.of(), Set.of(id), Set.of()));
    }

    @Test
    void aReleasedItemCanBeClaimedAtOnce() {
        WorkQueue queue = storage.queue("w1");
        ExecutionId id = accept();
        WorkItem item = queue.take(1, LONG).getFirst();
        queue.release(item);
        assertThat(storage.queue("w2").take(1, AT_ONCE))
                .containsExactly(new WorkItem.ExecutionWork(new Ownership(id, 2)));
        queue.release(item);
        assertThat(queue.take(1, AT_ONCE)).as("it was another's").isEmpty();
    }

    @Test
    void whatCannotBeReadIsPutAsideAndWhatIsGoneLeaves() {
        WorkQueue queue = storage.queue("w1");
        redis().zadd(Keys.DUE, 1, "nonsense");
        redis().zadd(Keys.DUE, 2, "i:broken");
        redis().hset(Keys.invocationCall("broken"), "token", "0");
        redis().zadd(Keys.DUE, 3, "x:gone");
        redis().zadd(Keys.DUE, 4, "i:gone");
        ExecutionId good = accept();
        assertThat(queue.take(10, LONG)).extracting(WorkItem::id).containsExactly(good.value());
        assertThat(redis().zrange(Keys.DUE, 0, -1)).containsExactly("x:" + good);
        assertThat(redis().pttl(Keys.invocationCall("broken"))).isPositive();
        assertThat(storage.deadLetters()
                        .list(Optional.empty(), Optional.empty(), 10)
                        .items())
                .extracting(DeadLetter::id)
                .containsExactlyInAnyOrder("nonsense", "broken");
    }

    @Test
    void theQueueWorksOnAfterRedisWasEmptied() {
        WorkQueue queue = storage.queue("w1");
        redis().flushall();
        assertThat(queue.take(1, AT_ONCE)).isEmpty();
        ExecutionId id = accept();
        assertThat(queue.take(1, LONG)).extracting(WorkItem::id).containsExactly(id.value());
    }

    private static List<ExecutionId> takeAll(WorkQueue queue) {
        List<ExecutionId> all = new ArrayList<>();
        for (List<WorkItem> some = queue.take(7, AT_ONCE); !some.isEmpty(); some = queue.take(7, AT_ONCE)) {
            some.forEach(item -> all.add(owner(item).execution()));
        }
        return all;
    }

    private static double due(ExecutionId id) {
        return redis().zscore(Keys.DUE, "x:" + id);
    }

    private ExecutionId accept() {
        Execution pending = pending();
        return storage.executions().accept(pending, Optional.empty());
    }
}
