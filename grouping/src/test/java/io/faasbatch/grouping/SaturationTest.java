package io.faasbatch.grouping;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SaturationTest {

    private static final FunctionId F = new FunctionId("f", "1");

    private final Saturation saturation = new Saturation();

    @Test
    void itCountsFromTheFirstTimeThatSomethingWasLeftOver() {
        saturation.leftOver(F, 1, 100);
        saturation.leftOver(F, 1, 150);
        assertThat(saturation.of(F, 1, 180)).isEqualTo(Duration.ofNanos(80));
    }

    @Test
    void itEndsWhenTheContainersHaveKeptUp() {
        saturation.leftOver(F, 1, 100);
        saturation.keptUp(F);
        assertThat(saturation.of(F, 1, 180)).isZero();
    }

    @Test
    void anotherNumberOfContainersBeginsAnew() {
        saturation.leftOver(F, 1, 100);
        assertThat(saturation.of(F, 2, 180)).isZero();
        saturation.leftOver(F, 2, 180);
        assertThat(saturation.of(F, 2, 200)).isEqualTo(Duration.ofNanos(20));
    }

    @Test
    void withoutContainersNothingIsSaturated() {
        saturation.leftOver(F, 0, 100);
        assertThat(saturation.of(F, 0, 180)).isZero();
    }
}
