package io.faasbatch.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The word-count workflow of the samples on a real text. */
final class WordCountIT {

    private static final Path WORKFLOW = Path.of("..", "examples", "word-count", "workflow.yaml");
    private static final Path TEXT = Path.of("..", "LICENSE");
    private static final int CHUNKS = 60;

    @TempDir
    static Path home;

    private static RunningGateway gateway;

    @BeforeAll
    static void deploy() throws IOException {
        gateway = RunningGateway.start(home, RunningGateway.freePort(), Map.of());
        for (String function : new String[] {"split", "count", "merge"}) {
            gateway.deploy(function, FunctionZip.example(function));
        }
        RunningGateway.success(
                gateway.put("/v1/workflows/word-count", "application/yaml", BodyPublishers.ofFile(WORKFLOW)));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void everyWordIsCountedAsAnIndependentComputationCountsIt() throws IOException {
        String text = Files.readString(TEXT);

        JsonNode execution = run(text);

        assertThat(execution.get("status").asString()).as(execution.toString()).isEqualTo("SUCCEEDED");
        assertThat(countsOf(execution)).isEqualTo(countIndependently(text));
    }

    @Test
    void allCountsOfTheBurstRunInOneContainer() throws IOException {
        JsonNode execution = run(Files.readString(TEXT));

        Set<String> containers = new HashSet<>();
        int invocations = 0;
        for (JsonNode invocation : step(execution, "count").get("invocations")) {
            containers.add(invocation.get("container").get("id").asString());
            invocations++;
        }
        assertThat(invocations).isGreaterThanOrEqualTo(50);
        assertThat(containers).hasSize(1);
    }

    private static JsonNode run(String text) {
        String input = RunningGateway.JSON.writeValueAsString(Map.of("text", text, "chunks", CHUNKS));
        return RunningGateway.success(gateway.post("/v1/workflows/word-count/executions", input, "Prefer", "wait=120"));
    }

    private static Map<String, Integer> countsOf(JsonNode execution) {
        Map<String, Integer> counts = new HashMap<>();
        execution.get("output").get("counts").forEachEntry((word, count) -> counts.put(word, count.asInt()));
        return counts;
    }

    private static Map<String, Integer> countIndependently(String text) {
        Map<String, Integer> counts = new HashMap<>();
        Matcher words = Pattern.compile("[a-z]+").matcher(text.toLowerCase(Locale.ROOT));
        while (words.find()) {
            counts.merge(words.group(), 1, Integer::sum);
        }
        return counts;
    }

    private static JsonNode step(JsonNode execution, String name) {
        for (JsonNode step : execution.get("steps")) {
            if (step.get("name").asString().equals(name)) {
                return step;
            }
        }
        throw new AssertionError("no step " + name + " in " + execution);
    }
}
