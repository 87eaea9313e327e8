package io.faasbatch.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Many calls at once on a cold function. */
final class BurstIT {

    private static final int MOST_CONTAINERS = 6;

    /** Calls of a burst that lasts for some time. */
    private static final int LARGE = 400;

    private static final String FIBONACCI = """
            def handle(n, context):
                return n if n < 2 else handle(n - 1, context) + handle(n - 2, context)
            """;

    @TempDir
    static Path home;

    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        gateway = RunningGateway.start(
                home,
                RunningGateway.freePort(),
                Map.of("FAASBATCH_MAX_CONTAINERS_PER_FUNCTION", Integer.toString(MOST_CONTAINERS)));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void aHundredConcurrentCallsOfAColdFunctionRunInOneContainer() {
        gateway.deploy("fibonacci", FunctionZip.example("fibonacci"));

        List<JsonNode> answers = gateway.burst("fibonacci", 100, i -> "{\"n\":" + (10 + i % 10) + "}");

        for (int i = 0; i < answers.size(); i++) {
            assertThat(answers.get(i).get("output").get("result").asInt()).isEqualTo(fibonacci(10 + i % 10));
        }
        assertThat(containers(answers)).hasSize(1);
    }

    @Test
    void fiveHundredConcurrentCallsOfAColdFunctionAreAllAnsweredWithinTheBoundOfContainers() {
        gateway.deploy("wide", FunctionZip.python("wide", "", FIBONACCI));

        List<JsonNode> answers = gateway.burst("wide", 500, i -> Integer.toString(i % 20));

        for (int i = 0; i < answers.size(); i++) {
            assertThat(answers.get(i).get("output").asInt()).isEqualTo(fibonacci(i % 20));
        }
        assertThat(answers.stream().map(answer -> answer.get("id").asString())).doesNotHaveDuplicates();
        assertThat(containers(answers)).hasSizeLessThanOrEqualTo(MOST_CONTAINERS);
    }

    /** Both ask for all cores, so each gets half: while a call of the small burst waits for its twenty, about as many of the large one end, and not all. */
    @Test
    void ofTwoFunctionsThatBurstTogetherTheSmallOneDoesNotWaitForTheLargeOne() {
        deployAndCall("large");
        deployAndCall("small");

        assertThat(partThatASmallOneWaitsFor("large", "small")).isLessThan(0.5);
    }

    /** It is loaded into a container of the warm pool beside one that uses all cores. */
    @Test
    void aColdFunctionDoesNotWaitForTheBurstOfAnotherOne() {
        deployAndCall("busy");
        gateway.deploy("cold", FunctionZip.python("cold", "", FIBONACCI));
        RunningGateway.await("a container in the warm pool", Duration.ofMinutes(2), BurstIT::hasGenericContainer);

        assertThat(partThatASmallOneWaitsFor("busy", "cold")).isLessThan(0.5);
    }

    @Test
    void vanillaTakesAContainerPerCallUpToItsLimit() {
        byte[] zip = FunctionZip.python(
                "one-each",
                "strategy: vanilla\n",
                "import time\ndef handle(input, context):\n    time.sleep(0.5)\n    return input * 2\n");
        gateway.deploy("one-each", zip);

        List<JsonNode> answers = gateway.burst("one-each", 20, Integer::toString);

        for (int i = 0; i < answers.size(); i++) {
            assertThat(answers.get(i).get("output").asInt()).isEqualTo(2 * i);
            assertThat(answers.get(i).get("batch").get("size").asInt()).isEqualTo(1);
        }
        assertThat(containers(answers)).hasSize(MOST_CONTAINERS);
    }

    @Test
    void fortyCallsOfASharedConstructorMakeOneClient() {
        gateway.deploy("client-io", FunctionZip.example("client-io"));

        List<JsonNode> answers = gateway.burst("client-io", 40, i -> "{}");

        assertThat(clients(answers)).hasSize(1);
        JsonNode shared =
                new Containers(gateway).metrics("client-io").getFirst().get("shared");
        assertThat(shared.get("created").asInt()).isEqualTo(1);
        assertThat(shared.get("reused").asInt()).isEqualTo(39);
    }

    @Test
    void fortyCallsWithoutSharingMakeFortyClients() {
        gateway.deploy("client-io-unshared", FunctionZip.example("client-io-unshared"));

        List<JsonNode> answers = gateway.burst("client-io-unshared", 40, i -> "{}");

        assertThat(clients(answers)).hasSize(40);
    }

    @Test
    void aShortInvocationIsAnsweredWhileItsBatchStillRuns() {
        byte[] zip = FunctionZip.python(
                "sleeper",
                "strategy: faasbatch\ndispatchInterval: 1s\n",
                "import time\ndef handle(input, context):\n    time.sleep(input)\n    return input\n");
        gateway.deploy("sleeper", zip);
        gateway.burst("sleeper", 1, i -> "0");

        CompletableFuture<HttpResponse<String>> slow = gateway.postAsync("/v1/functions/sleeper/invocations", "20");
        JsonNode quick = RunningGateway.success(gateway.post("/v1/functions/sleeper/invocations", "0"));

        assertThat(slow).isNotDone();
        JsonNode slowAnswer = RunningGateway.success(slow.join());
        assertThat(quick.get("batch").get("id"))
                .isEqualTo(slowAnswer.get("batch").get("id"));
    }

    private static boolean hasGenericContainer() {
        return RunningGateway.success(gateway.get("/v1/containers?generic=true"))
                .get("items")
                .valueStream()
                .filter(container -> container.get("runtime").asString().equals("python3"))
                .anyMatch(container -> container.get("state").asString().equals("GENERIC"));
    }

    /** So often that a call's way through this program and the gateway is compiled: a gateway in its first seconds needs more of the cores than functions do. */
    private static void deployAndCall(String function) {
        gateway.deploy(function, FunctionZip.python(function, "", FIBONACCI));
        for (int i = 0; i < 5; i++) {
            gateway.burst(function, LARGE, _ -> "1");
        }
    }

    /**
     * Of the calls of the large burst that are open when one of the small burst arrives, the part that ends before that one does; of the small burst, the one
     * for which it is greatest. By the gateway's clock, as what this program does is in nobody's share.
     */
    private static double partThatASmallOneWaitsFor(String large, String small) {
        List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
        for (int i = 0; i < LARGE; i++) {
            calls.add(gateway.postAsync("/v1/functions/" + large + "/invocations", "25"));
        }
        List<JsonNode> ofSmall = gateway.burst(small, LARGE / 20, _ -> "25");
        List<JsonNode> ofLarge = calls.stream()
                .map(CompletableFuture::join)
                .map(RunningGateway::success)
                .toList();

        assertThat(ofSmall)
                .allSatisfy(answer -> assertThat(answer.get("output").asInt()).isEqualTo(75_025));
        assertThat(ofLarge)
                .allSatisfy(answer -> assertThat(answer.get("output").asInt()).isEqualTo(75_025));
        return ofSmall.stream()
                .mapToDouble(call -> 1 - openAt(at(call, "endedAt"), ofLarge) / openAt(at(call, "createdAt"), ofLarge))
                .max()
                .orElseThrow();
    }

    /** How many of them end after that moment. */
    private static double openAt(Instant moment, List<JsonNode> answers) {
        return answers.stream()
                .filter(answer -> at(answer, "endedAt").isAfter(moment))
                .count();
    }

    private static Instant at(JsonNode answer, String field) {
        return Instant.parse(answer.get(field).asString());
    }

    private static Set<String> containers(List<JsonNode> answers) {
        return answers.stream()
                .map(answer -> answer.get("container").get("id").asString())
                .collect(Collectors.toSet());
    }

    private static Set<String> clients(List<JsonNode> answers) {
        return answers.stream()
                .map(answer -> answer.get("output").get("client").asString())
                .collect(Collectors.toSet());
    }

    private static int fibonacci(int n) {
        return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
    }
}
