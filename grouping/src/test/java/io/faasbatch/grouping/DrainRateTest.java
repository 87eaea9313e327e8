package io.faasbatch.grouping;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DrainRateTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final DrainRate rate = new DrainRate(0);

    @Test
    void whatIsRefusedMayComeAgainWhenTheQueueShouldHaveEmptied() {
        rate.left(50, 4 * SECOND);
        assertThat(rate.retryAfter(100, 4 * SECOND)).isEqualTo(Duration.ofSeconds(8));
    }

    @Test
    void theWindowBeforeCountsToo() {
        rate.left(100, SECOND);
        assertThat(rate.retryAfter(100, 6 * SECOND)).isEqualTo(Duration.ofSeconds(6));
    }

    @Test
    void aQueueThatHasJustBegunIsGivenTheLeastTime() {
        assertThat(rate.retryAfter(1000, SECOND / 2)).isEqualTo(DrainRate.LEAST);
    }

    @Test
    void aQueueThatNothingLeavesIsGivenTheMost() {
        rate.left(100, SECOND);
        assertThat(rate.retryAfter(1000, 12 * SECOND)).isEqualTo(DrainRate.MOST);
    }

    @Test
    void theTimeIsWithinItsLimits() {
        rate.left(1, 4 * SECOND);
        assertThat(rate.retryAfter(1_000_000, 4 * SECOND)).isEqualTo(DrainRate.MOST);
        rate.left(1_000_000, 4 * SECOND);
        assertThat(rate.retryAfter(1, 4 * SECOND)).isEqualTo(DrainRate.LEAST);
    }
}
