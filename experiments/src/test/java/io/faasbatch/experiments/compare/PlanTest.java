package io.faasbatch.experiments.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faasbatch.experiments.command.Arguments;
import io.faasbatch.experiments.command.PreparedTrace;
import io.faasbatch.experiments.command.UsageException;
import io.faasbatch.experiments.trace.FibonacciInputs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanTest {

    @TempDir
    private Path folder;

    private Duration costOf20 = FibonacciInputs.COST_OF_20;

    @Test
    void inputsFitTheMachineUnlessToldOtherwise() throws Exception {
        assertThat(plan("--cores", "2").steps()).isPositive();
        assertThat(plan("--cores", "1000").steps()).isZero();
        assertThat(plan("--scale-down", "5").trace().arrivals().getFirst().input())
                .isEqualTo(30);
    }

    @Test
    void onASlowMachineInputsAreScaledDownFurther() throws Exception {
        int usual = plan("--cores", "2").steps();
        costOf20 = costOf20.multipliedBy(3);

        assertThat(plan("--cores", "2").steps()).isGreaterThan(usual);
    }

    @Test
    void whatIsNotSaidIsAsInThePaper() throws Exception {
        Plan plan = plan();

        assertThat(plan.interval()).isEqualTo(Duration.ofMillis(200));
        assertThat(plan.repeats()).isEqualTo(1);
        assertThat(plan.strategies()).isEmpty();
    }

    @Test
    void vanillaComesFirstAndLaterRepeatsBeginWithAnotherStrategy() throws Exception {
        Plan plan = plan("--strategies", "faasbatch,kraken,vanilla", "--repeats", "3");

        assertThat(plan.order(0)).containsExactly("vanilla", "faasbatch", "kraken");
        assertThat(plan.order(1)).containsExactly("kraken", "vanilla", "faasbatch");
        assertThat(plan.order(2)).containsExactly("vanilla", "faasbatch", "kraken");
    }

    @Test
    void badArgumentsAreRefused() {
        assertThatThrownBy(() -> plan("--kind", "gpu")).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> plan("--repeats", "0")).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> plan("--interval", "2 s")).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> plan("--speed", "2")).hasMessageContaining("--time-scale");
        assertThatThrownBy(() -> plan("--first")).hasMessageContaining("needs a value");
    }

    private Plan plan(String... options) throws IOException, UsageException, InterruptedException {
        Path file = Files.writeString(folder.resolve("t.csv"), """
                offset_ms,function,input_n
                0,f,35
                1000,g,35
                """);
        List<String> arguments = new ArrayList<>(List.of(file.toString()));
        arguments.addAll(List.of(options));
        Set<String> known = new HashSet<>(Plan.OPTIONS);
        known.addAll(PreparedTrace.OPTIONS);
        return Plan.of(Arguments.of(arguments, known), () -> costOf20);
    }
}
