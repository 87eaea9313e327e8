package io.faasbatch.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasbatch.engine.execution.ExecutionId;
import io.faasbatch.engine.function.FunctionCatalog;
import io.faasbatch.engine.invocation.InvocationRecord;
import io.faasbatch.engine.storage.StorageUnavailableException;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

@Timeout(60)
final class WorkLoopTest {

    private static final Duration SELDOM = Duration.ofMinutes(10);

    private final QueueDouble queue = new QueueDouble();

    @Test
    void anItemLeavesTheQueueWhenItsExecutionHasEnded() throws InterruptedException {
        CountDownLatch mayEnd = new CountDownLatch(1);
        queue.add("a");

        try (WorkLoop loop = loop(execution -> mayEnd.await(), 10, SELDOM)) {
            loop.start();
            queue.taken.acquire();
            assertThat(queue.done).isEmpty();
            mayEnd.countDown();
            assertThat(queue.done.take()).isEqualTo("a");
        }
    }

    @Test
    void itemsUnderWayWhenTheLoopClosesStayInTheQueue() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        queue.add("a");
        WorkLoop loop = loop(
                execution -> {
                    started.countDown();
                    new CountDownLatch(1).await();
                },
                10,
                SELDOM);
        loop.start();
        started.await();

        loop.close();

        assertThat(loop.underWay()).isZero();
        assertThat(queue.done).isEmpty();
    }

    @Test
    void noMoreThanTheLimitIsUnderWay() throws InterruptedException {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Semaphore mayEnd = new Semaphore(0);
        for (int i = 0; i < 20; i++) {
            queue.add("item-" + i);
        }

        try (WorkLoop loop = loop(
                execution -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    mayEnd.acquire();
                    running.decrementAndGet();
                },
                3,
                SELDOM)) {
            loop.start();
            for (int i = 0; i < 20; i++) {
                mayEnd.release();
                queue.done.take();
            }
        }

        assertThat(most).hasValueLessThanOrEqualTo(3);
    }

    @Test
    void anOutageOfRedisAtTheEndOfAnItemIsWaitedOut() throws InterruptedException {
        queue.failuresOfDone.set(2);
        queue.add("a");

        try (WorkLoop loop = loop(execution -> {}, 10, SELDOM)) {
            loop.start();
            assertThat(queue.done.take()).isEqualTo("a");
        }
    }

    @Test
    void whatIsUnderWayIsRenewed() throws InterruptedException {
        CountDownLatch mayEnd = new CountDownLatch(1);
        queue.add("a");

        try (WorkLoop loop = loop(execution -> mayEnd.await(), 10, Duration.ofMillis(5))) {
            loop.start();
            assertThat(queue.renewed.take()).isEqualTo("a");
            assertThat(queue.renewed.take()).isEqualTo("a");
            mayEnd.countDown();
        }
    }

    private WorkLoop loop(ExecutionRuns runs, int mostAtOnce, Duration renewEvery) {
        AsyncInvocations none = new AsyncInvocations(
                request -> {
                    throw new AssertionError("no invocation was queued");
                },
                unused(FunctionCatalog.class),
                unused(io.faasbatch.engine.invocation.InvocationJournal.class),
                Clock.systemUTC());
        return new WorkLoop(queue, runs, none, mostAtOnce, renewEvery);
    }

    private static <T> T unused(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (_, method, _) -> {
            throw new AssertionError(method + " was not expected");
        }));
    }

    /** A queue in memory that records what it is told. */
    private static final class QueueDouble implements WorkQueue {

        private final BlockingQueue<WorkItem> items = new LinkedBlockingQueue<>();
        private final BlockingQueue<String> done = new LinkedBlockingQueue<>();
        private final BlockingQueue<String> renewed = new LinkedBlockingQueue<>();
        private final Semaphore taken = new Semaphore(0);
        private final AtomicInteger failuresOfDone = new AtomicInteger();

        void add(String receipt) {
            items.add(new WorkItem.ExecutionWork(receipt, new ExecutionId(receipt)));
        }

        @Override
        public String accept(InvocationRecord pending, JsonNode input, Optional<String> idempotencyKey) {
            throw new AssertionError("nothing is accepted here");
        }

        @Override
        public List<WorkItem> take(int max, Duration wait) {
            List<WorkItem> batch = new ArrayList<>();
            try {
                WorkItem first = items.poll(20, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    items.drainTo(batch, max - 1);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            taken.release(batch.size());
            return batch;
        }

        @Override
        public void renew(Collection<WorkItem> batch) {
            batch.forEach(item -> renewed.add(item.receipt()));
        }

        @Override
        public void done(WorkItem item) {
            if (failuresOfDone.getAndDecrement() > 0) {
                throw new StorageUnavailableException("away", new IOException("away"));
            }
            done.add(item.receipt());
        }
    }
}
