package io.faasbatch.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasbatch.engine.execution.ExecutionId;
import io.faasbatch.engine.execution.ExecutionRuns;
import io.faasbatch.engine.execution.Ownership;
import io.faasbatch.engine.function.FunctionCatalog;
import io.faasbatch.engine.function.FunctionDefinition;
import io.faasbatch.engine.function.FunctionName;
import io.faasbatch.engine.invocation.CompletedInvocation;
import io.faasbatch.engine.invocation.InvocationJournal;
import io.faasbatch.engine.invocation.InvocationStatus;
import io.faasbatch.engine.storage.StorageUnavailableException;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class WorkLoopTest {

    private static final Duration SELDOM = Duration.ofMinutes(10);
    private static final Duration OFTEN = Duration.ofMillis(5);

    private static final WorkQueue.Renewal NOTHING = new WorkQueue.Renewal(Set.of(), Set.of(), Set.of());

    private final QueueDouble queue = new QueueDouble();
    private final RunsDouble runs = new RunsDouble();
    private final ScriptedCallStore calls = new ScriptedCallStore(Optional.of(Calls.attempt(1, 0, false)));
    private final CompletableFuture<CompletedInvocation> call = new CompletableFuture<>();

    @Test
    void anExecutionIsSeenThroughAndMakesRoom() throws InterruptedException {
        try (WorkLoop loop = loop(1, SELDOM)) {
            loop.start();
            queue.items.add(execution("a"));
            queue.items.add(execution("b"));
            assertThat(runs.begun.take()).isEqualTo("a");
            runs.mayEnd.release();
            assertThat(runs.begun.take()).isEqualTo("b");
        }
        assertThat(queue.released).as("only what had not ended").containsExactly("b");
    }

    @Test
    void noMoreThanTheLimitIsUnderWay() throws InterruptedException {
        for (int i = 0; i < 20; i++) {
            queue.items.add(execution("item-" + i));
        }
        try (WorkLoop loop = loop(3, SELDOM)) {
            loop.start();
            for (int i = 0; i < 20; i++) {
                runs.begun.take();
                runs.mayEnd.release();
            }
        }
        assertThat(runs.most).hasValueLessThanOrEqualTo(3);
    }

    @Test
    void whatIsUnderWayWhenTheLoopClosesIsGivenBack() throws InterruptedException {
        WorkLoop loop = loop(10, SELDOM);
        queue.items.add(execution("a"));
        loop.start();
        runs.begun.take();

        loop.close();

        assertThat(loop.underWay()).isZero();
        assertThat(queue.released).containsExactly("a");
    }

    @Test
    void aCloseWhileRedisIsAwayLeavesTheWorkToItsLease() throws InterruptedException {
        WorkLoop loop = loop(10, SELDOM);
        queue.items.add(execution("a"));
        loop.start();
        runs.begun.take();
        queue.away = true;

        loop.close();

        assertThat(loop.underWay()).isZero();
    }

    @Test
    void workThatIsClaimedAgainWhileItIsStillUnderWayIsNotBegunTwice() throws InterruptedException {
        try (WorkLoop loop = loop(10, SELDOM)) {
            loop.start();
            queue.items.add(execution("a"));
            assertThat(runs.begun.take()).isEqualTo("a");
            queue.items.add(execution("a"));
            queue.items.add(execution("b"));
            assertThat(runs.begun.take()).isEqualTo("b");
        }
        assertThat(runs.begun).isEmpty();
    }

    @Test
    void anExecutionThatBreaksLeavesTheOthersAlone() throws InterruptedException {
        runs.broken = "a";
        try (WorkLoop loop = loop(1, SELDOM)) {
            loop.start();
            queue.items.add(execution("a"));
            queue.items.add(execution("b"));
            assertThat(runs.begun.take()).isEqualTo("a");
            assertThat(runs.begun.take()).isEqualTo("b");
        }
    }

    @Test
    void whatIsUnderWayIsRenewedAgainAndAgainEvenAfterAnOutage() throws InterruptedException {
        try (WorkLoop loop = loop(10, OFTEN)) {
            loop.start();
            queue.items.add(execution("a"));
            assertThat(queue.renewed.take()).isEqualTo("a");
            queue.away = true;
            queue.refused.acquire(2);
            queue.away = false;
            queue.renewed.clear();
            assertThat(queue.renewed.take()).isEqualTo("a");
        }
    }

    @Test
    void anExecutionThatWasLostIsLetGoOf() throws InterruptedException {
        try (WorkLoop loop = loop(10, OFTEN)) {
            loop.start();
            WorkItem item = execution("a");
            queue.items.add(item);
            runs.begun.take();
            queue.answer = new WorkQueue.Renewal(Set.of(item), Set.of(), Set.of());
            assertThat(runs.lost.take()).isEqualTo("a");
        }
    }

    @Test
    void whatIsAskedOfAnExecutionIsHeardFromAMessageAndFromARenewal() throws InterruptedException {
        try (WorkLoop loop = loop(10, OFTEN)) {
            loop.start();
            queue.items.add(execution("a"));
            runs.begun.take();
            queue.listener.accept(new ExecutionId("a"));
            assertThat(runs.requested.take()).isEqualTo("a");
            queue.answer = new WorkQueue.Renewal(Set.of(), Set.of(new ExecutionId("a")), Set.of());
            assertThat(runs.requested.take()).isEqualTo("a");
        }
    }

    @Test
    void aCallThatIsToBeCancelledIsStoppedAndItsEndWritten() throws InterruptedException {
        try (WorkLoop loop = loop(10, OFTEN)) {
            loop.start();
            WorkItem.InvocationWork item = Calls.work("c");
            queue.items.add(item);
            queue.renewed.take();
            queue.answer = new WorkQueue.Renewal(Set.of(), Set.of(), Set.of(item));
            ScriptedCallStore.End end = calls.ends.take();
            assertThat(end.result().orElseThrow().invocation().status()).isEqualTo(InvocationStatus.CANCELLED);
            queue.answer = NOTHING;
        }
        assertThat(calls.ends).as("it was interrupted once").isEmpty();
        assertThat(queue.released).isEmpty();
    }

    @Test
    void aCallThatWasLostIsStoppedWithoutATrace() throws InterruptedException {
        try (WorkLoop loop = loop(10, OFTEN)) {
            loop.start();
            WorkItem.InvocationWork item = Calls.work("c");
            queue.items.add(item);
            queue.renewed.take();
            queue.answer = new WorkQueue.Renewal(Set.of(item), Set.of(), Set.of());
            assertThat(queue.releases.tryAcquire(1, TimeUnit.MINUTES)).isTrue();
        }
        assertThat(call).isCancelled();
        assertThat(calls.ends).isEmpty();
    }

    @Test
    void anOutageWhileWorkIsTakenIsWaitedOut() throws InterruptedException {
        queue.away = true;
        try (WorkLoop loop = loop(10, SELDOM)) {
            loop.start();
            queue.refused.acquire();
            queue.away = false;
            queue.items.add(execution("a"));
            assertThat(runs.begun.take()).isEqualTo("a");
        }
    }

    private static WorkItem execution(String id) {
        return new WorkItem.ExecutionWork(new Ownership(new ExecutionId(id), 1));
    }

    private WorkLoop loop(int mostAtOnce, Duration renewEvery) {
        AsyncInvocations invocations = new AsyncInvocations(new AsyncInvocations.Parts(
                calls,
                Calls.unused(InvocationJournal.class),
                _ -> call,
                functions(),
                (_, _) -> {
                    throw new AssertionError("no callback was asked for");
                },
                new CallPolicy(1, Duration.ofSeconds(1), 1, Duration.ofSeconds(1)),
                Clock.systemUTC()));
        return new WorkLoop(queue, runs, invocations, mostAtOnce, renewEvery);
    }

    private static FunctionCatalog functions() {
        Optional<FunctionDefinition> function = Optional.of(Calls.function());
        return FunctionCatalog.class.cast(Proxy.newProxyInstance(
                FunctionName.class.getClassLoader(), new Class<?>[] {FunctionCatalog.class}, (_, _, _) -> function));
    }

    /** Executions that run until they are let go on. */
    private static final class RunsDouble implements ExecutionRuns {

        private final BlockingQueue<String> begun = new LinkedBlockingQueue<>();
        private final BlockingQueue<String> requested = new LinkedBlockingQueue<>();
        private final BlockingQueue<String> lost = new LinkedBlockingQueue<>();
        private final Semaphore mayEnd = new Semaphore(0);
        private final AtomicInteger running = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();
        private volatile String broken = "";

        @Override
        public void run(Ownership owner) throws InterruptedException {
            String id = owner.execution().value();
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            begun.add(id);
            try {
                if (id.equals(broken)) {
                    throw new IllegalStateException("broken");
                }
                mayEnd.acquire();
            } finally {
                running.decrementAndGet();
            }
        }

        @Override
        public void requested(ExecutionId execution) {
            requested.add(execution.value());
        }

        @Override
        public void lost(ExecutionId execution) {
            lost.add(execution.value());
        }
    }

    /** A queue in memory that records what it is told. */
    private static final class QueueDouble implements WorkQueue {

        private final BlockingQueue<WorkItem> items = new LinkedBlockingQueue<>();
        private final BlockingQueue<String> renewed = new LinkedBlockingQueue<>();
        private final BlockingQueue<String> released = new LinkedBlockingQueue<>();
        private final Semaphore releases = new Semaphore(0);

        /** One permit for each question that Redis did not answer. */
        private final Semaphore refused = new Semaphore(0);

        private volatile boolean away;
        private volatile Renewal answer = NOTHING;
        private volatile Consumer<ExecutionId> listener = _ -> {};

        @Override
        public List<WorkItem> take(int max, Duration wait) {
            reach();
            List<WorkItem> taken = new ArrayList<>();
            try {
                WorkItem first = items.poll(10, TimeUnit.MILLISECONDS);
                if (first != null) {
                    taken.add(first);
                    items.drainTo(taken, max - 1);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return taken;
        }

        @Override
        public Renewal renew(Collection<WorkItem> underWay) {
            reach();
            underWay.forEach(item -> renewed.add(item.id()));
            return answer;
        }

        @Override
        public void release(WorkItem item) {
            reach();
            released.add(item.id());
            releases.release();
        }

        @Override
        public void listen(Consumer<ExecutionId> requested) {
            listener = requested;
        }

        private void reach() {
            if (away) {
                refused.release();
                throw new StorageUnavailableException("away", new IOException("refused"));
            }
        }
    }
}
