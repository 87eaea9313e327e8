package io.faasbatch.engine.cores;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasbatch.engine.container.CpuControl;
import io.faasbatch.engine.container.Occupancy;
import io.faasbatch.engine.container.Sandbox;
import io.faasbatch.engine.container.SandboxException;
import io.faasbatch.engine.function.FunctionDefinition;
import io.faasbatch.engine.function.FunctionName;
import io.faasbatch.grouping.ContainerId;
import io.faasbatch.protocol.Isolation;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The rounds are gone by hand, in virtual time. */
class CoreControllerTest {

    private static final double ROUND_SECONDS = CoreController.ROUND.toNanos() / 1e9;

    private final FakeCpu cpu = new FakeCpu();
    private final ScheduledThreadPoolExecutor noTimers = new ScheduledThreadPoolExecutor(1);
    private long now = 1;
    private final CoreController controller = new CoreController(cpu, 2, noTimers, () -> now);

    CoreControllerTest() {
        noTimers.shutdown();
    }

    @AfterEach
    void stop() {
        controller.close();
    }

    @Test
    void aFunctionInManyContainersGetsNoMoreThanOneInOne() {
        for (String container : List.of("a1", "a2", "a3", "a4")) {
            begins(container, "a");
        }
        begins("b1", "b");
        controller.round();
        int ofA = List.of("a1", "a2", "a3", "a4").stream().mapToInt(cpu::weight).sum();
        assertThat(cpu.weight("b1")).isBetween(ofA - 10, ofA + 10);
        assertThat(cpu.cores).containsEntry("b1", 2 * (1 - CoreController.RESERVE));
    }

    @Test
    void whatAContainerDoesNotUseIsGivenToTheOthers() {
        for (String container : List.of("a1", "a2", "a3")) {
            begins(container, "a");
        }
        begins("b1", "b");
        controller.round();
        int before = cpu.weight("a1");
        use(Map.of("a1", 0.3, "a2", 0.3, "a3", 0.3, "b1", 0.01));
        controller.round();
        assertThat(cpu.weight("a1")).isGreaterThan(before);
        assertThat(cpu.weight("b1")).isLessThan(before);
    }

    @Test
    void oneThatWakesUpGetsItsPartBack() {
        begins("a1", "a");
        begins("a2", "a");
        begins("b1", "b");
        use(Map.of("a1", 1.0, "a2", 1.0, "b1", 0.0));
        controller.round();
        use(Map.of("a1", 1.0, "a2", 1.0, "b1", 0.0));
        controller.round();
        int asleep = cpu.weight("b1");
        use(Map.of("a1", 0.8, "a2", 0.8, "b1", 0.4));
        controller.round();
        assertThat(cpu.weight("b1")).isGreaterThan(3 * asleep);
    }

    @Test
    void oneThatIsBeingMadeReadyHasItsPartBesideOneThatComputes() {
        begins("a1", "a");
        Occupancy.Stay stay = controller.prepares(instance("b1"), function("b"));
        controller.round();
        assertThat(cpu.weight("b1")).isEqualTo(cpu.weight("a1"));
        Occupancy.Stay work = begins("b1", "b");
        stay.ends();
        controller.round();
        assertThat(cpu.weight("b1")).isEqualTo(cpu.weight("a1"));
        work.ends();
        controller.round();
        assertThat(cpu.weights).containsEntry("b1", CpuControl.USUAL_WEIGHT);
    }

    @Test
    void aContainerWithoutWorkIsAsItWasMade() {
        Occupancy.Stay stay = begins("a1", "a");
        begins("b1", "b");
        controller.round();
        stay.ends();
        stay.ends();
        controller.round();
        assertThat(cpu.weights).containsEntry("a1", CpuControl.USUAL_WEIGHT);
        assertThat(cpu.cores).containsEntry("a1", 1.0);
        controller.close();
        assertThat(cpu.weights).containsEntry("b1", CpuControl.USUAL_WEIGHT);
    }

    @Test
    void whatCannotBeMeasuredMayNeedAll() {
        cpu.blind = true;
        begins("a1", "a");
        begins("b1", "b");
        controller.round();
        controller.round();
        assertThat(cpu.weight("a1")).isEqualTo(cpu.weight("b1"));
    }

    private Occupancy.Stay begins(String container, String function) {
        return controller.begins(instance(container), function(function));
    }

    private static Sandbox.Instance instance(String container) {
        return new Sandbox.Instance(new ContainerId(container), container, URI.create("http://127.0.0.1:1"));
    }

    /** A round's time passes in which the containers use so many cores. */
    private void use(Map<String, Double> rates) {
        now += CoreController.ROUND.toNanos();
        rates.forEach((container, rate) -> cpu.used.merge(container, (long) (rate * ROUND_SECONDS * 1e9), Long::sum));
    }

    private static FunctionDefinition function(String name) {
        return new FunctionDefinition(
                new FunctionName(name),
                "v1",
                "python3",
                Optional.empty(),
                "main:handle",
                Isolation.THREAD,
                1,
                Duration.ofSeconds(60),
                256L << 20,
                1.0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Map.of(),
                Instant.EPOCH);
    }

    private static final class FakeCpu implements CpuControl {

        private final Map<String, Long> used = new HashMap<>();
        private final Map<String, Integer> weights = new HashMap<>();
        private final Map<String, Double> cores = new HashMap<>();
        private boolean blind;

        int weight(String container) {
            return weights.getOrDefault(container, 0);
        }

        @Override
        public boolean isImmediate() {
            return true;
        }

        @Override
        public OptionalLong usedNanos(String nativeId) {
            return blind ? OptionalLong.empty() : OptionalLong.of(used.getOrDefault(nativeId, 0L));
        }

        @Override
        public void bound(String nativeId, int weight, double most) throws SandboxException {
            weights.put(nativeId, weight);
            cores.put(nativeId, most);
        }
    }
}
