package io.faasbatch.experiments.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasbatch.experiments.experiment.Schedule.Slot;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleTest {

    private static final List<Configuration> CONFIGURATIONS = List.of("a", "b", "c", "d", "e", "f").stream()
            .map(value -> Configuration.of(List.of("factor"), value))
            .toList();

    @Test
    void eachRepeatGoesThroughAllConfigurationsAndBeginsElsewhere() {
        List<Slot> slots = Schedule.of(CONFIGURATIONS, 3);

        assertThat(slots.stream().map(slot -> slot.configuration().id()))
                .containsExactly(
                        "a", "b", "c", "d", "e", "f", "c", "d", "e", "f", "a", "b", "e", "f", "a", "b", "c", "d");
        assertThat(slots.stream().map(Slot::repeat))
                .startsWith(1, 1, 1, 1, 1, 1, 2)
                .endsWith(3);
        assertThat(slots.getLast().order()).isEqualTo(18);
    }

    @Test
    void moreRepeatsThanConfigurationsBeginAnewToo() {
        List<Slot> slots = Schedule.of(CONFIGURATIONS.subList(0, 2), 4);

        assertThat(slots.stream().map(slot -> slot.configuration().id()))
                .containsExactly("a", "b", "b", "a", "a", "b", "b", "a");
    }
}
