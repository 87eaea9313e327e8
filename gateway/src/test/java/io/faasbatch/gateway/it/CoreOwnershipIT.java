package io.faasbatch.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * A function that computes in as many containers as twice the cores, and one that computes in a single container, over the same stretch of time. What is
 * compared is which part of all the work the single one did, so that other work of the machine does not count.
 */
final class CoreOwnershipIT {

    private static final int CROWD = 2 * Runtime.getRuntime().availableProcessors();
    private static final int SECONDS = 8;
    private static final int COLD_START_SECONDS = 15;

    /** Counts how often it can do something between two moments. */
    private static final String COUNTING = """
            import time

            def handle(input, context):
                while time.time() < input["from"]:
                    time.sleep(0.01)
                n = 0
                while time.time() < input["until"]:
                    sum(range(1000))
                    n += 1
                return n
            """;

    @TempDir
    Path home;

    @Test
    void aCrowdOfContainersSlowsAnotherFunctionNoMoreThanItsPart() {
        double shared = partOfTheSingleOne("off");
        double owned = partOfTheSingleOne("on");
        double fair = 1.0 / Math.max(2, Runtime.getRuntime().availableProcessors());

        assertThat(owned).as("without ownership it was %s", shared).isGreaterThan(1.3 * shared);
        assertThat(owned).isGreaterThan(0.7 * fair);
    }

    private double partOfTheSingleOne(String coreOwnership) {
        try (RunningGateway gateway = RunningGateway.start(
                home,
                RunningGateway.freePort(),
                Map.of(
                        "FAASBATCH_CORE_OWNERSHIP", coreOwnership,
                        "FAASBATCH_STRATEGY", "vanilla",
                        "FAASBATCH_WARM_POOL", "0"))) {
            gateway.deploy("crowd", FunctionZip.python("crowd", "timeout: 120s\n", COUNTING));
            gateway.deploy("single", FunctionZip.python("single", "timeout: 120s\n", COUNTING));
            long from = System.currentTimeMillis() / 1000 + COLD_START_SECONDS;
            String input = "{\"from\": %d, \"until\": %d}".formatted(from, from + SECONDS);
            List<CompletableFuture<JsonNode>> crowd = new ArrayList<>();
            for (int i = 0; i < CROWD; i++) {
                crowd.add(count(gateway, "crowd", input));
            }
            double single = count(gateway, "single", input).join().asDouble();
            double all =
                    crowd.stream().mapToDouble(one -> one.join().asDouble()).sum() + single;
            return single / all;
        }
    }

    private static CompletableFuture<JsonNode> count(RunningGateway gateway, String function, String input) {
        return gateway.postAsync("/v1/functions/" + function + "/invocations", input)
                .thenApply(answer -> RunningGateway.success(answer).get("output"));
    }
}
