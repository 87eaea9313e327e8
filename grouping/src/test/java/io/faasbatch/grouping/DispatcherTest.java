package io.faasbatch.grouping;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Single steps of the dispatch loop. */
class DispatcherTest {

    private static final FunctionId F = new FunctionId("f", "1");
    private static final FunctionId G = new FunctionId("g", "1");
    private static final DispatchPolicy AT_ONCE =
            new DispatchPolicy(Strategies.byName("faasbatch").orElseThrow(), Duration.ZERO, 1, 1, 10);

    private final PendingInvocations<String> pending = new PendingInvocations<>(100);
    private final PlayedFleet fleet = new PlayedFleet();
    private final Dispatcher<String> dispatcher = new Dispatcher<>(pending, new Histories(), fleet);

    @Test
    void whatWaitsForRoomIsSentWhenRoomIsFreed() {
        fleet.views = List.of(new ContainerView(new ContainerId("c"), true, 1, Integer.MAX_VALUE));
        pending.add(F, AT_ONCE, "a", 0);
        assertThat(dispatcher.run(0)).isEqualTo(Long.MAX_VALUE);
        assertThat(fleet.sent).isEmpty();

        fleet.views = List.of(new ContainerView(new ContainerId("c"), true, 0, Integer.MAX_VALUE));
        assertThat(pending.roomFreed(F)).isTrue();
        dispatcher.run(1);
        assertThat(fleet.sent).containsExactly("a");
    }

    @Test
    void aFunctionWithNothingWaitingDoesNotWakeTheDispatcher() {
        assertThat(pending.roomFreed(F)).isFalse();
        assertThat(pending.capacityFreed()).isFalse();
    }

    @Test
    void oneThatWasWithdrawnTooLateIsAbandonedWhenItsContainerIsGone() {
        fleet.accepts = batch -> {
            if (batch.invocations().contains("b")) {
                assertThat(pending.withdraw(F, "b")).isFalse();
                return false;
            }
            return true;
        };
        pending.add(F, AT_ONCE, "a", 0);
        pending.add(F, AT_ONCE, "b", 0);
        pending.add(F, AT_ONCE, "c", 0);
        dispatcher.run(0);
        assertThat(fleet.sent).containsExactly("a", "c");
        assertThat(fleet.abandoned).containsExactly("b");
        assertThat(pending.size(F)).isZero();
    }

    @Test
    void aGroupWhoseContainersAreAlwaysGoneRestsAndIsPlannedAgain() {
        fleet.accepts = batch -> false;
        pending.add(F, AT_ONCE, "a", 0);
        long again = dispatcher.run(0);
        assertThat(again).isEqualTo(Dispatcher.REPLAN_PAUSE.toNanos());
        assertThat(fleet.offers).isEqualTo(Dispatcher.MAX_REPLANS);

        fleet.accepts = batch -> true;
        dispatcher.run(again);
        assertThat(fleet.sent).containsExactly("a");
    }

    @Test
    void freeCapacityGoesToTheFunctionThatWaitsLongest() {
        fleet.slots = 0;
        pending.add(G, AT_ONCE, "first", 0);
        pending.add(F, AT_ONCE, "second", 0);
        dispatcher.run(0);

        fleet.slots = 1;
        pending.capacityFreed();
        dispatcher.run(1);
        assertThat(fleet.sent).containsExactly("first");
        assertThat(pending.size(F)).isEqualTo(1);
    }

    @Test
    void aStrategyThatThrowsEndsOnlyItsOwnGroup() {
        Strategy broken = new Strategy() {
            @Override
            public String name() {
                return "broken";
            }

            @Override
            public List<Assignment> plan(GroupView group, List<ContainerView> containers, DispatchPolicy policy) {
                throw new IllegalStateException("on purpose");
            }

            @Override
            public int concurrency(DispatchPolicy policy) {
                return 1;
            }

            @Override
            public boolean plansArrivals() {
                return false;
            }
        };
        pending.add(F, new DispatchPolicy(broken, Duration.ZERO, 1, 1, 10), "a", 0);
        pending.add(G, AT_ONCE, "b", 0);
        dispatcher.run(0);
        assertThat(fleet.abandoned).containsExactly("a");
        assertThat(fleet.sent).containsExactly("b");
    }

    @Test
    void whoIsHeldBackDoesNotWaitForAPlaceThatOthersCouldGiveUp() {
        fleet.slots = 0;
        fleet.heldBack = Set.of(F);
        pending.add(F, AT_ONCE, "a", 0);
        assertThat(dispatcher.run(0)).isEqualTo(Long.MAX_VALUE);

        fleet.heldBack = Set.of();
        pending.roomFreed(F);
        assertThat(dispatcher.run(1)).isEqualTo(1 + Places.CEDE_AFTER.toNanos());
    }

    private static final class PlayedFleet implements Fleet<String> {
        final List<String> sent = new ArrayList<>();
        final List<String> abandoned = new ArrayList<>();
        List<ContainerView> views = List.of();
        Predicate<Batch<String>> accepts = batch -> true;
        Set<FunctionId> heldBack = Set.of();
        int slots = Integer.MAX_VALUE;
        int offers;

        @Override
        public List<ContainerView> containers(FunctionId function) {
            return views;
        }

        @Override
        public Optional<ContainerId> start(FunctionId function, String example, int concurrency) {
            return slots-- > 0 ? Optional.of(new ContainerId("new")) : Optional.empty();
        }

        @Override
        public boolean heldBack(FunctionId function) {
            return heldBack.contains(function);
        }

        @Override
        public boolean send(ContainerId container, Batch<String> batch) {
            offers++;
            if (!accepts.test(batch)) {
                return false;
            }
            sent.addAll(batch.invocations());
            return true;
        }

        @Override
        public void abandon(List<String> invocations) {
            abandoned.addAll(invocations);
        }
    }
}
