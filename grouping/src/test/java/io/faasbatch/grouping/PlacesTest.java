package io.faasbatch.grouping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlacesTest {

    private static final FunctionId POOR = new FunctionId("poor", "1");
    private static final FunctionId GIVER = new FunctionId("giver", "1");
    private static final ContainerView ONLY = new ContainerView(new ContainerId("only"), true, 1, 1);
    private static final long LATER = Places.CEDE_AFTER.toNanos();

    private final Places places = new Places();
    private final HeldContainers fleet = new HeldContainers();

    @Test
    void whoGaveUpAContainerDoesNotUseItWhileTheOtherWaits() {
        cede();
        assertThat(places.usable(GIVER, List.of(ONLY))).isEmpty();
        assertThat(places.mayAsk(GIVER)).isFalse();
    }

    @Test
    void theContainerIsGivenBackWhenTheOtherIsContentThoughItsOwnFunctionWaitsForAPlaceToo() {
        cede();
        places.refuse(GIVER, LATER);
        places.content(POOR);
        assertThat(places.usable(GIVER, List.of(ONLY))).containsExactly(ONLY);
        assertThat(places.mayAsk(GIVER)).isTrue();
    }

    @Test
    void oneAtATimeIsGivenUpForEachThatWaits() {
        ContainerView second = new ContainerView(new ContainerId("second"), true, 1, 1);
        FunctionId other = new FunctionId("other", "1");
        fleet.held.put(other, List.of(second));
        places.uses(other, true);
        cede();
        places.refuse(GIVER, LATER);
        places.share(fleet, LATER);
        assertThat(places.usable(other, List.of(second))).containsExactly(second);
    }

    /** The giver's only container is given up for the other, who has none. */
    private void cede() {
        fleet.held.put(GIVER, List.of(ONLY));
        places.uses(GIVER, true);
        places.refuse(POOR, 0);
        places.share(fleet, LATER);
    }

    private static final class HeldContainers implements Fleet<String> {
        final Map<FunctionId, List<ContainerView>> held = new HashMap<>();

        @Override
        public List<ContainerView> containers(FunctionId function) {
            return held.getOrDefault(function, List.of());
        }

        @Override
        public Optional<ContainerId> start(FunctionId function, String example, int concurrency) {
            return Optional.empty();
        }

        @Override
        public boolean heldBack(FunctionId function) {
            return false;
        }

        @Override
        public boolean send(ContainerId container, Batch<String> batch) {
            return false;
        }

        @Override
        public void abandon(List<String> invocations) {
            throw new AssertionError("nothing was given");
        }
    }
}
