package io.faasbatch.grouping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The loop on its own thread, in real time; nothing here asserts how long something takes. */
class BatcherTest {

    private static final FunctionId FUNCTION = new FunctionId("f", "1");
    private static final Duration LONG = Duration.ofHours(1);

    private final RecordingFleet fleet = new RecordingFleet();

    @Test
    void anIntervalOfZeroDispatchesAtOnce() throws InterruptedException {
        try (Batcher<String> batcher = new Batcher<>(fleet, Ticker.system())) {
            batcher.submit(FUNCTION, policy(Duration.ZERO, 10), "a");
            assertThat(fleet.sent.take().invocations()).containsExactly("a");
        }
    }

    @Test
    void aGroupIsSentWhenItsWindowCloses() throws InterruptedException {
        try (Batcher<String> batcher = new Batcher<>(fleet, Ticker.system())) {
            batcher.submit(FUNCTION, policy(Duration.ofMillis(20), 10), "a");
            assertThat(fleet.sent.take().invocations()).containsExactly("a");
        }
    }

    @Test
    void whatWaitsIsCountedOverAllFunctions() {
        try (Batcher<String> batcher = new Batcher<>(fleet, Ticker.system())) {
            batcher.submit(FUNCTION, policy(LONG, 10), "a");
            batcher.submit(new FunctionId("other", "1"), policy(LONG, 10), "b");
            assertThat(batcher.pending()).isEqualTo(2);
            batcher.withdraw(FUNCTION, "a");
            assertThat(batcher.pending()).isEqualTo(1);
        }
    }

    @Test
    void whatIsWithdrawnIsNeitherSentNorAbandoned() {
        try (Batcher<String> batcher = new Batcher<>(fleet, Ticker.system())) {
            batcher.submit(FUNCTION, policy(LONG, 10), "a");
            assertThat(batcher.withdraw(FUNCTION, "a")).isTrue();
            assertThat(batcher.withdraw(FUNCTION, "a")).isFalse();
            assertThat(batcher.pending(FUNCTION)).isZero();
        }
        assertThat(fleet.abandoned).isEmpty();
    }

    @Test
    void closingAbandonsEverythingPendingAndRefusesMore() {
        Batcher<String> batcher = new Batcher<>(fleet, Ticker.system());
        batcher.submit(FUNCTION, policy(LONG, 10), "a");
        batcher.submit(FUNCTION, policy(LONG, 10), "b");
        batcher.close();
        assertThat(fleet.abandoned).containsExactly("a", "b");
        assertThatThrownBy(() -> batcher.submit(FUNCTION, policy(LONG, 10), "c"))
                .isInstanceOf(BatcherClosedException.class);
    }

    @Test
    void limitsHoldPerFunctionAndOverAllFunctions() {
        try (Batcher<String> batcher = new Batcher<>(fleet, Ticker.system(), 3)) {
            batcher.submit(FUNCTION, policy(LONG, 2), "a");
            batcher.submit(FUNCTION, policy(LONG, 2), "b");
            assertThatThrownBy(() -> batcher.submit(FUNCTION, policy(LONG, 2), "c"))
                    .isInstanceOfSatisfying(
                            PendingLimitException.class,
                            e -> assertThat(e.ofFunction()).isTrue());
            batcher.submit(new FunctionId("g", "1"), policy(LONG, 2), "d");
            assertThatThrownBy(() -> batcher.submit(new FunctionId("h", "1"), policy(LONG, 2), "e"))
                    .isInstanceOfSatisfying(
                            PendingLimitException.class,
                            e -> assertThat(e.ofFunction()).isFalse());
        }
    }

    @Test
    void aFleetThatThrowsDoesNotStopTheLoop() throws InterruptedException {
        try (Batcher<String> batcher = new Batcher<>(fleet, Ticker.system())) {
            fleet.throwOnSend.set(true);
            batcher.submit(FUNCTION, policy(Duration.ZERO, 10), "a");
            assertThat(fleet.abandoned.take()).isEqualTo("a");
            batcher.submit(FUNCTION, policy(Duration.ZERO, 10), "b");
            assertThat(fleet.sent.take().invocations()).containsExactly("b");
        }
    }

    @Test
    void whatFoundNoCapacityIsSentWhenCapacityIsFreed() throws InterruptedException {
        try (Batcher<String> batcher = new Batcher<>(fleet, Ticker.system())) {
            fleet.full.set(true);
            batcher.submit(FUNCTION, policy(Duration.ZERO, 10), "a");
            assertThat(fleet.refused.take()).isEqualTo("a");
            fleet.full.set(false);
            // The dispatcher may still be on its way to wait: telling it now must not be lost.
            batcher.capacityFreed();
            assertThat(fleet.sent.take().invocations()).containsExactly("a");
        }
    }

    private static DispatchPolicy policy(Duration interval, int maxPending) {
        return new DispatchPolicy(Strategies.byName("faasbatch").orElseThrow(), interval, 10, 10, maxPending);
    }

    private static final class RecordingFleet implements Fleet<String> {
        final BlockingQueue<Batch<String>> sent = new LinkedBlockingQueue<>();
        final BlockingQueue<String> abandoned = new LinkedBlockingQueue<>();
        final BlockingQueue<String> refused = new LinkedBlockingQueue<>();
        final AtomicBoolean throwOnSend = new AtomicBoolean();
        final AtomicBoolean full = new AtomicBoolean();

        @Override
        public List<ContainerView> containers(FunctionId function) {
            return List.of();
        }

        @Override
        public Optional<ContainerId> start(FunctionId function, String example, int concurrency) {
            if (full.get()) {
                refused.add(example);
                return Optional.empty();
            }
            return Optional.of(new ContainerId("c"));
        }

        @Override
        public boolean heldBack(FunctionId function) {
            return false;
        }

        @Override
        public boolean send(ContainerId container, Batch<String> batch) {
            if (throwOnSend.getAndSet(false)) {
                throw new IllegalStateException("broken on purpose");
            }
            sent.add(batch);
            return true;
        }

        @Override
        public void abandon(List<String> invocations) {
            abandoned.addAll(invocations);
        }
    }
}
