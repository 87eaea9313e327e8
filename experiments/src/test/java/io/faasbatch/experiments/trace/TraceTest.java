package io.faasbatch.experiments.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceTest {

    private final Trace trace =
            new Trace("t", List.of(arrival(2000, "b", 30), arrival(0, "a", 20), arrival(1000, "a", 25)));

    @Test
    void arrivalsAreInOrderAndCutFromTheEnd() {
        assertThat(trace.functions()).containsExactly("a", "b");
        assertThat(trace.first(2).span()).isEqualTo(Duration.ofSeconds(1));
        assertThat(trace.first(99).arrivals()).hasSize(3);
    }

    @Test
    void timeIsScaledWithoutTouchingTheWork() {
        Trace dense = trace.timeScaled(0.25);

        assertThat(dense.span()).isEqualTo(Duration.ofMillis(500));
        assertThat(dense.demand()).isEqualTo(trace.demand());
    }

    @Test
    void inputsAreScaledDownTogetherWithTheirDurationsAndStayInputs() {
        Trace small = trace.scaledDown(24);

        assertThat(small.arrivals()).extracting(Arrival::input).containsExactly(1, 1, 6);
        assertThat(small.demand()).isLessThan(trace.demand());
    }

    @Test
    void theLeastStepsThatFitAreFound() {
        double share = 0.1;
        int steps = trace.stepsToFit(2, share);
        Duration most = Duration.ofNanos(Math.round(2 * share * trace.span().toNanos()));

        assertThat(trace.scaledDown(steps).demand()).isLessThanOrEqualTo(most);
        assertThat(trace.stepsToFit(2, 0.0001)).isGreaterThan(steps);
        assertThat(trace.stepsToFit(1000, 1)).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "0,20",
        "1,20",
        "49,26",
        "50,27",
        "99,28",
        "150,29",
        "399,31",
        "1000,33",
        "1549,33",
        "1550,34",
        "60000,35"
    })
    void durationsHaveInputsOfTheirRange(long millis, int input) {
        assertThat(FibonacciInputs.forDuration(Duration.ofMillis(millis))).isEqualTo(input);
    }

    @Test
    void fibonacciNumbersAreRight() {
        assertThat(List.of(0, 1, 2, 3, 10, 20, 25, 90).stream().map(FibonacciInputs::value))
                .containsExactly(0L, 1L, 1L, 2L, 55L, 6765L, 75_025L, 2_880_067_194_370_816_120L);
    }

    private static Arrival arrival(long millis, String function, int input) {
        return new Arrival(Duration.ofMillis(millis), function, input, FibonacciInputs.cost(input));
    }
}
