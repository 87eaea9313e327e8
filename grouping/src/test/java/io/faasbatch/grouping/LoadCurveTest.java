package io.faasbatch.grouping;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LoadCurveTest {

    private static final long MILLI = 1_000_000;

    private final LoadCurve curve = new LoadCurve();

    @Test
    void nothingIsKnownBeforeThereIsAHigherLevelToCompareWith() {
        assertThat(curve.usefulLoad(0)).isEqualTo(FunctionStats.UNLIMITED);
        ended(1, 10);
        assertThat(curve.usefulLoad(0)).isEqualTo(FunctionStats.UNLIMITED);
    }

    @Test
    void invocationsThatTakeAsLongSideBySideHaveNoBound() {
        ended(1, 100);
        ended(8, 100);
        ended(64, 110);
        assertThat(curve.usefulLoad(0)).isEqualTo(FunctionStats.UNLIMITED);
        assertThat(curve.scales(0)).isTrue();
    }

    @Test
    void invocationsThatOnlyTakeTurnsAreUsefullyOneAtATime() {
        ended(1, 10);
        ended(2, 20);
        ended(16, 160);
        assertThat(curve.usefulLoad(0)).isEqualTo(1);
        assertThat(curve.scales(0)).isFalse();
    }

    @Test
    void theBoundIsWhereTheThroughputStopsGrowing() {
        ended(1, 10);
        ended(2, 10);
        ended(4, 20);
        ended(32, 160);
        assertThat(curve.usefulLoad(0)).isBetween(2, 3);
        assertThat(curve.scales(0)).isTrue();
    }

    @Test
    void oneThatWasOnlySeenUnderHighLoadsIsTriedUnderALowerOne() {
        ended(32, 320);
        ended(64, 640);
        assertThat(curve.usefulLoad(0)).isEqualTo(31);
    }

    @Test
    void aBoundIsForgottenWhenItsLevelsWereNotSeenForLong() {
        ended(1, 10);
        ended(16, 160);
        assertThat(curve.usefulLoad(LoadCurve.FORGET_NANOS)).isEqualTo(1);
        assertThat(curve.usefulLoad(LoadCurve.FORGET_NANOS + 1)).isEqualTo(FunctionStats.UNLIMITED);
    }

    private void ended(double load, long millis) {
        for (int i = 0; i < LoadCurve.LEAST_SEEN; i++) {
            curve.add(load, millis * MILLI, 0);
        }
    }
}
