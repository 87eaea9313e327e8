package io.faasbatch.proxy.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faasbatch.protocol.BatchInvocation;
import io.faasbatch.protocol.ErrorDetail;
import io.faasbatch.protocol.InvocationContext;
import io.faasbatch.protocol.InvocationResult;
import io.faasbatch.proxy.runtime.FunctionRuntime;
import io.faasbatch.proxy.runtime.RunListener;
import io.faasbatch.proxy.runtime.RunOutcome;
import io.faasbatch.proxy.runtime.RunRequest;
import io.faasbatch.proxy.runtime.SharedCount;
import io.faasbatch.proxy.runtime.StopReason;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.node.NullNode;

@Timeout(60)
class RunQueueTest {

    private final HandRuntime runtime = new HandRuntime();
    private final RunQueue queue = new RunQueue(runtime, 2, Duration.ofHours(1), InstantSource.system());
    private final BlockingQueue<InvocationResult> results = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        queue.close();
    }

    private Submission batch(String... ids) {
        List<BatchInvocation> invocations = List.of(ids).stream()
                .map(id -> new BatchInvocation(id, NullNode.getInstance(), InvocationContext.DIRECT, Optional.empty()))
                .toList();
        return new Submission(invocations, System.nanoTime(), results::add);
    }

    @Test
    void neverMoreThanTheConcurrencyRunOverAllBatches() throws Exception {
        queue.submit(batch("a", "b", "c"));
        queue.submit(batch("d"));
        assertThat(runtime.started).containsExactly("a", "b");
        runtime.end("b");
        assertThat(results.take().id()).isEqualTo("b");
        queue.submit(batch());
        assertThat(runtime.started).containsExactly("a", "b", "c");
        runtime.end("a");
        queue.submit(batch());
        assertThat(runtime.started).containsExactly("a", "b", "c", "d");
    }

    @Test
    void anEndThatIsReportedTwiceCountsOnce() throws Exception {
        queue.submit(batch("a", "b", "c", "d"));
        RunListener listener = runtime.listeners.get("a");
        runtime.end("a");
        listener.ended(new RunOutcome.Returned(NullNode.getInstance(), ""));
        queue.submit(batch());
        assertThat(results).hasSize(1);
        assertThat(runtime.started).containsExactly("a", "b", "c");
    }

    @Test
    void anAbandonedBatchGivesItsPlacesToTheOthers() throws Exception {
        Submission gone = batch("a", "b", "c", "d");
        queue.submit(gone);
        queue.submit(batch("e"));
        queue.abandon(gone);
        queue.submit(batch());
        queue.submit(batch());
        assertThat(runtime.started).containsExactly("a", "b", "e");
        assertThat(runtime.stopped)
                .containsOnly(Map.entry("a", StopReason.CANCELLED), Map.entry("b", StopReason.CANCELLED));
    }

    @Test
    void anIdThatIsInTheContainerIsRefusedWithItsWholeBatch() throws Exception {
        queue.submit(batch("a"));
        assertThatThrownBy(() -> queue.submit(batch("x", "a"))).isInstanceOf(DuplicateInvocationException.class);
        assertThat(runtime.started).containsExactly("a");
        runtime.end("a");
        assertThat(results.take().id()).isEqualTo("a");
        queue.submit(batch("a"));
    }

    @Test
    void aRuntimeThatFailsAtOnceFailsThousandsWithoutEnd() throws Exception {
        runtime.broken = true;
        queue.submit(batch(IntStream.range(0, 20_000).mapToObj(i -> "i" + i).toArray(String[]::new)));
        for (int i = 0; i < 20_000; i++) {
            ErrorDetail error = results.take().error();
            assertThat(error).isNotNull();
        }
    }

    @Test
    void everythingIsReportedAtTheCloseEvenIfTheRuntimeIsSilent() throws Exception {
        runtime.silent = true;
        queue.submit(batch("a", "b", "c"));
        queue.close();
        for (int i = 0; i < 3; i++) {
            ErrorDetail error = results.take().error();
            assertThat(error).isNotNull();
            assertThat(error.type()).isEqualTo(ErrorDetail.CRASHED);
        }
        assertThatThrownBy(() -> queue.submit(batch("d"))).isInstanceOf(QueueClosedException.class);
        assertThat(queue.cancel("a")).isFalse();
    }

    /** Starts nothing: the test says when an invocation ends. */
    private static final class HandRuntime implements FunctionRuntime {

        final List<String> started = new java.util.concurrent.CopyOnWriteArrayList<>();
        final Map<String, StopReason> stopped = new ConcurrentHashMap<>();
        final Map<String, RunListener> listeners = new ConcurrentHashMap<>();
        volatile boolean broken;
        volatile boolean silent;

        @Override
        public void start(RunRequest request, RunListener listener) {
            if (broken) {
                throw new IllegalStateException("broken");
            }
            started.add(request.id());
            listeners.put(request.id(), listener);
            listener.started();
        }

        void end(String id) {
            RunListener listener = listeners.remove(id);
            assertThat(listener).isNotNull();
            listener.ended(new RunOutcome.Returned(NullNode.getInstance(), ""));
        }

        @Override
        public void stop(String id, StopReason reason) {
            stopped.put(id, reason);
            RunListener listener = listeners.remove(id);
            if (!silent && listener != null) {
                listener.ended(new RunOutcome.Failed(reason.error(), ""));
            }
        }

        @Override
        public SharedCount shared() {
            return new SharedCount(0, 0);
        }

        @Override
        public void close() {}
    }
}
