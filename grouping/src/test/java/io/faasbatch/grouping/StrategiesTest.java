package io.faasbatch.grouping;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StrategiesTest {

    private static final Strategy FAASBATCH = Strategies.byName("faasbatch").orElseThrow();
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

    private static List<Assignment> batch(int pending, ContainerView... containers) {
        return FAASBATCH.plan(group(pending), List.of(containers), policy(3));
    }

    private static GroupView group(int pending) {
        return new GroupView(pending, Duration.ZERO, true, FunctionStats.UNKNOWN);
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
