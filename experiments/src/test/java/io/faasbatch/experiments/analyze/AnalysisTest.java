package io.faasbatch.experiments.analyze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.faasbatch.experiments.trace.Arrival;
import io.faasbatch.experiments.trace.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AnalysisTest {

    private static final double EXACTLY = 1e-9;

    /** f runs from 0 to 100, 50 to 150 and 1000 to 1100; g from 60 to 160. */
    private final Analysis small =
            Analysis.of(new Trace("t", List.of(call(0, "f"), call(50, "f"), call(60, "g"), call(1000, "f"))));

    @Test
    void invocationsOfAFunctionAreConcurrentFromArrivalUntilTheirDurationIsOver() {
        assertThat(small.concurrency().values()).containsExactly(1.0, 1.0, 1.0, 2.0);
        assertThat(small.meeting()).isEqualTo(0.25);
    }

    @Test
    void whatEndsWhenAnotherArrivesIsNotConcurrentWithIt() {
        Analysis analysis = Analysis.of(new Trace("t", List.of(call(0, "f"), call(100, "f"))));

        assertThat(analysis.concurrency().max()).isEqualTo(1);
        assertThat(analysis.idle().count()).isZero();
        assertThat(analysis.idleShare().values()).containsExactly(0.0);
    }

    @Test
    void aFunctionIsIdleWhileNothingOfItRuns() {
        assertThat(small.idle().values()).containsExactly(850.0);
        assertThat(small.idleShare().values()).containsExactly(0.85);
    }

    @Test
    void gapsAreMeasuredOverAllFunctionsAndWithinEach() {
        assertThat(small.interArrival().values()).containsExactly(10.0, 50.0, 940.0);
        assertThat(small.interArrivalOfFunction().values()).containsExactly(50.0, 950.0);
    }

    @Test
    void anIntervalGathersWhatArrivesAfterTheFirstOfItsGroup() {
        assertThat(small.gathered())
                .containsEntry(Duration.ofMillis(50), 1.0)
                .containsEntry(Duration.ofMillis(100), 4.0 / 3);
    }

    @Test
    void callsAreCountedForEachFunctionAndMinuteThatHasAny() {
        List<Arrival> arrivals = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            arrivals.add(call(i, "f"));
        }
        arrivals.add(call(120_000, "f"));
        arrivals.add(call(1, "g"));
        Analysis analysis = Analysis.of(new Trace("t", arrivals));

        assertThat(analysis.callsAMinute().values()).containsExactly(1.0, 1.0, 5.0);
        assertThat(analysis.minutesWith().get(5)).isCloseTo(1.0 / 3, within(EXACTLY));
        assertThat(analysis.minutesWith().get(10)).isZero();
        assertThat(analysis.perSecond()).hasSize(121).startsWith(6, 0).endsWith(0, 1);
    }

    @Test
    void aClockIsNotBurstyAPoissonProcessIsAtZeroAndBurstsAreAbove() {
        SplittableRandom random = new SplittableRandom(3);
        List<Double> poisson = random.doubles(20_000)
                .mapToObj(uniform -> -Math.log(1 - uniform))
                .toList();
        List<Double> bursts = random.doubles(20_000)
                .mapToObj(uniform -> uniform < 0.9 ? 0.01 : 10.0)
                .toList();

        assertThat(Spread.of(List.of(1, 1, 1)).burstiness()).isEqualTo(-1);
        assertThat(Spread.of(poisson).burstiness()).isCloseTo(0, within(0.02));
        assertThat(Spread.of(poisson).variation()).isCloseTo(1, within(0.05));
        assertThat(Spread.of(bursts).burstiness()).isGreaterThan(0.3);
    }

    private static Arrival call(long millis, String function) {
        return new Arrival(Duration.ofMillis(millis), function, 20, Duration.ofMillis(100));
    }
}
