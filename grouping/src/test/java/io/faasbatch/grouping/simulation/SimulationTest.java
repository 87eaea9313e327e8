package io.faasbatch.grouping.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.faasbatch.grouping.FunctionId;
import io.faasbatch.grouping.Strategies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SimulationTest {

    private static final FunctionId F = new FunctionId("f", "1");
    private static final Worker TWO_CORES = Worker.ofCores(2);

    static List<String> strategies() {
        return Strategies.names();
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void theSameInputGivesTheSameOutcome(String strategy) {
        Workload load = bursts(7, 400);
        assertThat(Simulation.run(load, Setting.of(strategy, TWO_CORES)))
                .isEqualTo(Simulation.run(load, Setting.of(strategy, TWO_CORES)));
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void everyInvocationIsServedOnceAndTheCoresDoAllTheWork(String strategy) {
        Workload load = bursts(3, 500);
        Outcome outcome = Simulation.run(load, Setting.of(strategy, TWO_CORES.withMaxContainers(20)));
        assertThat(outcome.served().stream().map(Served::arrival)).containsExactlyInAnyOrderElementsOf(load.arrivals());
        double work = load.arrivals().stream()
                .mapToDouble(arrival -> arrival.cpu().toMillis())
                .sum();
        double starts = outcome.containers() * (double) TWO_CORES.startCpu().toMillis();
        assertThat((double) outcome.cpu().toMillis()).isBetween(work, work + starts + 1);
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void aLoneColdInvocationTakesAStartAndItsRunTime(String strategy) {
        Workload load = new Workload(List.of(new Arrival(Duration.ZERO, F, millis(100), millis(50))));
        Served served = Simulation.run(load, Setting.of(strategy, TWO_CORES).withInterval(Duration.ZERO))
                .served()
                .getFirst();
        assertThat(served.scheduling()).isZero();
        assertThat(served.coldStart()).isEqualTo(millis(400));
        assertThat(served.queueing()).isZero();
        assertThat(served.execution()).isEqualTo(millis(150));
    }

    @Test
    void ofOneBatchTheOldestComputeFirstACoreEach() {
        List<Arrival> arrivals = new ArrayList<>();
        for (int number = 0; number < 10; number++) {
            arrivals.add(new Arrival(Duration.ZERO, F, millis(10), Duration.ZERO));
        }
        Outcome outcome = Simulation.run(new Workload(arrivals), Setting.of("faasbatch", TWO_CORES));
        assertThat(outcome.containers()).isEqualTo(1);
        assertThat(outcome.served().stream()
                        .map(served -> served.execution().toMillis())
                        .sorted())
                .containsExactly(10L, 10L, 20L, 20L, 30L, 30L, 40L, 40L, 50L, 50L);
    }

    /** Poisson arrivals, constant work, one server: the mean wait is load / (2 (1 - load)) service times. */
    @Test
    void oneContainerThatRunsOneAtATimeWaitsAsTheQueueingFormulaSays() {
        Random random = new Random(11);
        List<Arrival> arrivals = new ArrayList<>();
        double at = 0;
        for (int number = 0; number < 40_000; number++) {
            at += -Math.log(1 - random.nextDouble()) * 10_000 / 0.7;
            arrivals.add(new Arrival(Duration.ofNanos((long) (at * 1000)), F, millis(10), Duration.ZERO));
        }
        Setting one = Setting.of("vanilla", TWO_CORES.withMaxContainers(1)).withInterval(Duration.ZERO);
        Outcome outcome = Simulation.run(new Workload(arrivals), one);
        double meanWait = outcome.served().stream()
                .skip(2000)
                .mapToDouble(served -> served.total().minus(served.execution()).toNanos() / 1e6)
                .average()
                .orElseThrow();
        assertThat(meanWait).isCloseTo(10 * 0.7 / (2 * 0.3), within(1.2));
    }

    @Test
    void onABurstyWorkloadEachStrategyIsNotWorseThanTheOneItImproves() {
        for (long seed = 0; seed < 5; seed++) {
            Workload load = bursts(seed, 600);
            Outcome adaptive = Simulation.run(load, Setting.of("adaptive", TWO_CORES));
            Outcome faasbatch = Simulation.run(load, Setting.of("faasbatch", TWO_CORES));
            Outcome kraken = Simulation.run(load, Setting.of("kraken", TWO_CORES));
            Outcome vanilla = Simulation.run(load, Setting.of("vanilla", TWO_CORES));
            assertThat(mean(adaptive)).isLessThanOrEqualTo(mean(faasbatch));
            assertThat(mean(faasbatch)).isLessThanOrEqualTo(mean(kraken));
            assertThat(mean(kraken)).isLessThanOrEqualTo(mean(vanilla));
            assertThat(adaptive.containers()).isLessThanOrEqualTo(faasbatch.containers());
            assertThat(faasbatch.containers()).isLessThanOrEqualTo(kraken.containers());
            assertThat(kraken.containers()).isLessThanOrEqualTo(vanilla.containers());
        }
    }

    @Test
    void aHundredThatOnlyWaitNeedOneContainerUnderAdaptive() {
        List<Arrival> arrivals = new ArrayList<>();
        for (int round = 0; round < 5; round++) {
            for (int number = 0; number < 100; number++) {
                arrivals.add(new Arrival(Duration.ofSeconds(2L * round), F, Duration.ofNanos(200_000), millis(300)));
            }
        }
        Outcome outcome = Simulation.run(new Workload(arrivals), Setting.of("adaptive", TWO_CORES));
        assertThat(outcome.containers()).isEqualTo(1);
        Duration slowest = outcome.served().stream()
                .filter(served -> served.arrival().offset().isPositive())
                .map(Served::total)
                .max(Duration::compareTo)
                .orElseThrow();
        assertThat(slowest).isLessThan(millis(350));
    }

    @Test
    void whatComputesNeedsOneContainerUnderAdaptiveSinceThatMayUseAllCores() {
        List<Arrival> arrivals = new ArrayList<>();
        for (int number = 0; number < 200; number++) {
            arrivals.add(new Arrival(Duration.ofMillis(120L * number), F, millis(200), Duration.ZERO));
        }
        Outcome outcome = Simulation.run(new Workload(arrivals), Setting.of("adaptive", TWO_CORES));
        assertThat(outcome.containers()).isEqualTo(1);
        Outcome faasbatch = Simulation.run(new Workload(arrivals), Setting.of("faasbatch", TWO_CORES));
        assertThat(mean(outcome)).isLessThan(mean(faasbatch));
    }

    @Test
    void memoryBoundsWhatAContainerIsGiven() {
        long mib = 1L << 20;
        Worker small = TWO_CORES.withMemory(40 * mib, 400 * mib);
        Workload load = bursts(5, 300);
        for (String strategy : Strategies.names()) {
            Outcome outcome = Simulation.run(load, Setting.of(strategy, small));
            assertThat(outcome.served()).hasSize(300);
            assertThat(outcome.peakBytes()).isLessThanOrEqualTo(400 * mib + 300 * 2 * mib);
        }
    }

    @Test
    void containersStartedAheadMakeColdStartsShort() {
        Workload load = new Workload(List.of(new Arrival(Duration.ZERO, F, millis(100), Duration.ZERO)));
        Outcome outcome = Simulation.run(load, Setting.of("adaptive", TWO_CORES.withGenerics(1)));
        assertThat(outcome.served().getFirst().coldStart()).isEqualTo(millis(15));
    }

    @Test
    void anUnusedContainerIsRemovedWhenItsLifetimeIsOver() {
        Workload load = new Workload(List.of(
                new Arrival(Duration.ZERO, F, millis(10), Duration.ZERO),
                new Arrival(Duration.ofSeconds(30), F, millis(10), Duration.ZERO)));
        Setting setting = Setting.of("adaptive", TWO_CORES);
        assertThat(Simulation.run(load, setting.withKeepAlive("fixed", Duration.ofMinutes(1)))
                        .containers())
                .isEqualTo(1);
        assertThat(Simulation.run(load, setting.withKeepAlive("fixed", Duration.ofSeconds(20)))
                        .containers())
                .isEqualTo(2);
    }

    @Test
    void underSfsShortOnesPassLongOnes() {
        List<Arrival> arrivals = new ArrayList<>();
        for (int number = 0; number < 10; number++) {
            arrivals.add(new Arrival(Duration.ZERO, F, Duration.ofSeconds(3), Duration.ZERO));
        }
        FunctionId quick = new FunctionId("quick", "1");
        for (int number = 0; number < 10; number++) {
            arrivals.add(new Arrival(Duration.ofSeconds(10), quick, millis(20), Duration.ZERO));
        }
        Duration sfs = meanExecution(Simulation.run(new Workload(arrivals), Setting.of("sfs", TWO_CORES)), quick);
        Duration fair = meanExecution(Simulation.run(new Workload(arrivals), Setting.of("vanilla", TWO_CORES)), quick);
        assertThat(sfs).isLessThan(fair);
    }

    /** Four functions; bursts of a random width at random times, most invocations short. */
    static Workload bursts(long seed, int invocations) {
        Random random = new Random(seed);
        List<Arrival> arrivals = new ArrayList<>();
        long at = 0;
        while (arrivals.size() < invocations) {
            at += random.nextLong(1_500);
            FunctionId function = new FunctionId("f" + random.nextInt(4), "1");
            int width = Math.min(invocations - arrivals.size(), 1 + random.nextInt(40));
            for (int number = 0; number < width; number++) {
                Duration offset = Duration.ofMillis(at + random.nextInt(50));
                arrivals.add(new Arrival(offset, function, millis(1 + random.nextInt(20)), millis(random.nextInt(10))));
            }
        }
        return new Workload(arrivals);
    }

    private static Duration mean(Outcome outcome) {
        return outcome.mean(Served::total);
    }

    private static Duration meanExecution(Outcome outcome, FunctionId function) {
        return Duration.ofNanos((long) outcome.served().stream()
                .filter(served -> served.arrival().function().equals(function))
                .mapToLong(served -> served.execution().toNanos())
                .average()
                .orElseThrow());
    }

    private static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }
}
