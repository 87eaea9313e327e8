package io.faasbatch.grouping;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StrategiesTest {

    private static final Strategy FAASBATCH = Strategies.byName("faasbatch").orElseThrow();
    private static final Strategy ADAPTIVE = Strategies.byName("adaptive").orElseThrow();
    private static final Strategy KRAKEN = Strategies.byName("kraken").orElseThrow();
    private static final Strategy VANILLA = Strategies.byName("vanilla").orElseThrow();

    @Test
    void strategiesAreFoundByNameAndTheDefaultIsListedFirst() {
        assertThat(Strategies.names()).containsExactly("adaptive", "faasbatch", "kraken", "sfs", "vanilla");
        assertThat(Strategies.byName("none")).isEmpty();
    }

    @Test
    void theWholeGroupGoesToAnIdleContainerBeforeABusyOne() {
        assertThat(batch(5, ready("busy", 1), ready("idle", 0))).containsExactly(to(5, "idle"));
    }

    @Test
    void anIdleContainerTakesAGroupThatIsLargerThanItsRoom() {
        assertThat(batch(50, ready("idle", 0))).containsExactly(to(50, "idle"));
    }

    @Test
    void aBusyContainerWithRoomComesBeforeOneThatStarts() {
        assertThat(batch(1, starting("cold", 0), ready("busy", 9))).containsExactly(to(1, "busy"));
    }

    @Test
    void theFullestContainerThatTakesTheWholeGroupIsChosen() {
        assertThat(batch(3, ready("a", 2), ready("b", 7), ready("c", 8))).containsExactly(to(3, "b"));
    }

    @Test
    void whenNoneTakesTheWholeGroupTheOneWithTheMostRoomIsChosen() {
        assertThat(batch(9, ready("a", 8), ready("b", 4), ready("c", 9))).containsExactly(to(9, "b"));
    }

    @Test
    void aGroupJoinsTheContainerThatStartsInsteadOfStartingAnother() {
        assertThat(batch(4, ready("full", 10), starting("cold", 3))).containsExactly(to(4, "cold"));
    }

    @Test
    void oneContainerIsStartedForAColdGroup() {
        assertThat(batch(100)).containsExactly(new Assignment.ToNewContainer(100));
    }

    @Test
    void anotherIsStartedWhenAllAreFull() {
        assertThat(batch(2, ready("full", 10), starting("full too", 12)))
                .containsExactly(new Assignment.ToNewContainer(2));
    }

    @Test
    void theGroupWaitsWhenAllAreFullAndThereAreAsManyAsThereMayBe() {
        assertThat(batch(2, ready("a", 10), ready("b", 10), starting("c", 10))).isEmpty();
    }

    @Test
    void vanillaGivesEachInvocationAContainerOfItsOwn() {
        assertThat(VANILLA.plan(group(3), List.of(starting("cold", 0), ready("busy", 1), ready("idle", 0)), policy(4)))
                .containsExactly(to(1, "idle"), to(1, "cold"), new Assignment.ToNewContainer(1));
    }

    @Test
    void vanillaLeavesWaitingWhatExceedsItsContainers() {
        assertThat(VANILLA.plan(group(9), List.of(ready("busy", 1)), policy(3)))
                .containsExactly(new Assignment.ToNewContainer(1), new Assignment.ToNewContainer(1));
        assertThat(VANILLA.plan(group(9), List.of(ready("a", 1), ready("b", 1)), policy(1)))
                .isEmpty();
    }

    @Test
    void memoryDividesAGroup() {
        assertThat(FAASBATCH.plan(group(9), List.of(withRoom("a", 4), withRoom("b", 3)), policy(3)))
                .containsExactly(to(4, "a"), to(3, "b"), new Assignment.ToNewContainer(2));
        assertThat(ADAPTIVE.plan(group(9), List.of(withRoom("a", 0)), policy(3)))
                .containsExactly(to(1, "a"));
    }

    @Test
    void krakenFillsContainersUpToTheLatencyTarget() {
        GroupView group = new GroupView(7, Duration.ZERO, Duration.ZERO, true, ran(100, FunctionStats.UNLIMITED));
        DispatchPolicy policy =
                new DispatchPolicy(KRAKEN, Duration.ZERO, 10, 9, 100, Optional.of(Duration.ofMillis(350)), 2);
        assertThat(KRAKEN.plan(group, List.of(ready("a", 1)), policy))
                .containsExactly(to(2, "a"), new Assignment.ToNewContainer(3), new Assignment.ToNewContainer(2));
    }

    @Test
    void adaptiveGivesAWarmContainerWhatGatheredAtOnce() {
        assertThat(ADAPTIVE.plan(early(3), List.of(ready("a", 4)), policy(3))).containsExactly(to(3, "a"));
    }

    @Test
    void adaptiveStartsAContainerAndGathersUntilItIsReadyOrTheIntervalIsOver() {
        assertThat(ADAPTIVE.plan(early(3), List.of(), policy(3))).containsExactly(new Assignment.StartOnly());
        assertThat(ADAPTIVE.plan(early(3), List.of(starting("a", 0)), policy(3)))
                .isEmpty();
        assertThat(ADAPTIVE.plan(group(3), List.of(starting("a", 0)), policy(3)))
                .containsExactly(to(3, "a"));
        assertThat(ADAPTIVE.plan(group(3), List.of(), policy(3))).containsExactly(new Assignment.ToNewContainer(3));
    }

    @Test
    void adaptiveStartsNoOtherContainerBecauseABurstIsWide() {
        assertThat(ADAPTIVE.plan(early(500), List.of(ready("a", 0)), policy(3))).containsExactly(to(10, "a"));
    }

    @Test
    void adaptiveLetsGatherWhatWouldOnlyWaitInTheContainer() {
        // Two run, and 20 ms are the work of eight more: with nine in flight there is too little ahead.
        GroupView group = new GroupView(90, Duration.ZERO, Duration.ZERO, false, ran(5, 2));
        DispatchPolicy policy = new DispatchPolicy(ADAPTIVE, Duration.ofMillis(100), 10, 1, 1000);
        assertThat(ADAPTIVE.plan(group, List.of(ready("a", 10)), policy)).isEmpty();
        assertThat(ADAPTIVE.plan(group, List.of(ready("a", 9)), policy)).containsExactly(to(33, "a"));
    }

    @Test
    void adaptiveGivesAsMuchAheadAsItMustWithoutAnInterval() {
        GroupView group = new GroupView(90, Duration.ZERO, Duration.ZERO, false, ran(5, 2));
        assertThat(ADAPTIVE.plan(group, List.of(ready("a", 7)), policy(1))).containsExactly(to(3, "a"));
    }

    @Test
    void adaptiveStartsAnotherOnceTheFirstHasNotKeptUpForLongAndNoneIsStarting() {
        Duration saturated = Duration.ofSeconds(1);
        GroupView group = new GroupView(90, saturated, saturated, true, ran(100, 1));
        DispatchPolicy policy = new DispatchPolicy(ADAPTIVE, Duration.ZERO, 10, 9, 100, Optional.empty(), 2);
        assertThat(ADAPTIVE.plan(group, List.of(ready("a", 2)), policy)).containsExactly(new Assignment.StartOnly());
        assertThat(ADAPTIVE.plan(group, List.of(ready("a", 2), starting("b", 0)), policy))
                .isEmpty();
        assertThat(ADAPTIVE.plan(group, List.of(ready("a", 2), ready("b", 2)), policy))
                .isEmpty();
    }

    private static GroupView early(int pending) {
        return new GroupView(pending, Duration.ZERO, Duration.ZERO, false, FunctionStats.UNKNOWN);
    }

    private static FunctionStats ran(int millis, int usefulLoad) {
        Duration time = Duration.ofMillis(millis);
        return new FunctionStats(
                9,
                9,
                time,
                time,
                Duration.ZERO,
                Duration.ZERO,
                time,
                time,
                time,
                usefulLoad,
                false,
                Duration.ofMillis(300));
    }

    private static ContainerView withRoom(String id, int room) {
        return new ContainerView(new ContainerId(id), true, 0, room);
    }

    private static List<Assignment> batch(int pending, ContainerView... containers) {
        return FAASBATCH.plan(group(pending), List.of(containers), policy(3));
    }

    private static GroupView group(int pending) {
        return new GroupView(pending, Duration.ZERO, Duration.ZERO, true, FunctionStats.UNKNOWN);
    }

    private static DispatchPolicy policy(int maxContainers) {
        return new DispatchPolicy(FAASBATCH, Duration.ZERO, 10, maxContainers, 100);
    }

    private static ContainerView ready(String id, int inFlight) {
        return new ContainerView(new ContainerId(id), true, inFlight, Integer.MAX_VALUE);
    }

    private static ContainerView starting(String id, int inFlight) {
        return new ContainerView(new ContainerId(id), false, inFlight, Integer.MAX_VALUE);
    }

    private static Assignment to(int size, String id) {
        return new Assignment.ToContainer(size, new ContainerId(id));
    }
}
