package io.faasbatch.grouping.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasbatch.grouping.FunctionId;
import io.faasbatch.grouping.Strategies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One function's burst takes every place; another function comes a moment later. */
class FairnessTest {

    private static final FunctionId GREEDY = new FunctionId("greedy", "1");
    private static final FunctionId MODEST = new FunctionId("modest", "1");

    static List<String> strategies() {
        return Strategies.names();
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void aBurstDoesNotStarveAnotherFunction(String strategy) {
        List<Arrival> arrivals = new ArrayList<>();
        for (int number = 0; number < 500; number++) {
            arrivals.add(new Arrival(Duration.ZERO, GREEDY, Duration.ofMillis(100), Duration.ZERO));
        }
        for (int number = 0; number < 5; number++) {
            arrivals.add(new Arrival(Duration.ofSeconds(2), MODEST, Duration.ofMillis(10), Duration.ZERO));
        }
        Outcome outcome = Simulation.run(
                new Workload(arrivals), Setting.of(strategy, Worker.ofCores(2).withMaxContainers(4)));

        assertThat(outcome.served()).hasSize(505);
        Duration longest = longest(outcome, MODEST);
        assertThat(longest).isLessThan(longest(outcome, GREEDY).dividedBy(2));
    }

    private static Duration longest(Outcome outcome, FunctionId function) {
        return outcome.served().stream()
                .filter(served -> served.arrival().function().equals(function))
                .map(Served::total)
                .max(Duration::compareTo)
                .orElseThrow();
    }
}
