package io.faasbatch.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Fifty invocations of one function at once, each of which writes again and again all that it knows of itself: its id, execution,
 * step, input, environment and deadline. Every line must be the right one, under the right invocation.
 */
final class SeparationIT {

    private static final int INVOCATIONS = 50;
    private static final int LINES = 10;

    /** The deadlines are further apart than the test takes. */
    private static final Duration APART = Duration.ofSeconds(1000);

    private static final String PYTHON = """
            import os, time

            def handle(input, context):
                if input["alone"]:
                    os.environ["MINE"] = context.invocation_id
                for n in range(10):
                    mine = os.environ.get("MINE", context.invocation_id)
                    deadline = round(context.deadline.timestamp() * 1000)
                    print(context.invocation_id, mine, context.execution_id, context.step, input["tag"], os.environ["OWN"], deadline, n)
                    time.sleep(0.03)
                return {"id": context.invocation_id, "step": context.step, "tag": input["tag"]}
            """;

    private static final String NODE = """
            exports.handle = async (input, context) => {
              if (input.alone) {
                process.env.MINE = context.invocationId;
              }
              for (let n = 0; n < 10; n++) {
                const mine = process.env.MINE ?? context.invocationId;
                console.log(context.invocationId, mine, context.executionId, context.step, input.tag, process.env.OWN,
                    context.deadline.getTime(), n);
                await new Promise((resolve) => setTimeout(resolve, 30));
              }
              return { id: context.invocationId, step: context.step, tag: input.tag };
            };
            """;

    private static final String JAVA = """
            import io.faasbatch.api.Context;
            import io.faasbatch.api.Handler;
            import java.time.Instant;
            import java.util.Map;

            public class Main implements Handler<Map<String, Object>, Map<String, Object>> {
                @Override
                public Map<String, Object> handle(Map<String, Object> input, Context context) throws Exception {
                    for (int n = 0; n < 10; n++) {
                        String id = context.invocationId();
                        long deadline = Instant.now().plus(context.remaining()).plusMillis(1).toEpochMilli();
                        System.out.println(String.join(" ", id, id, context.executionId().get(), context.step().get(),
                                input.get("tag").toString(), context.env("OWN").get(), "" + deadline, "" + n));
                        Thread.sleep(30);
                    }
                    return Map.of("id", context.invocationId(), "step", context.step().get(), "tag", input.get("tag"));
                }
            }
            """;

    @TempDir
    static Path home;

    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        gateway = RunningGateway.start(home, RunningGateway.freePort(), Map.of());
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource({"python3,process", "python3,thread", "nodejs,process", "nodejs,thread", "java,thread"})
    void nothingOfOneInvocationShowsUnderAnother(String runtime, String isolation) {
        String function = runtime + "-" + isolation;
        gateway.deploy(function, zip(runtime, function, isolation));
        RunningGateway.success(gateway.put(
                "/v1/workflows/" + function,
                "application/yaml",
                BodyPublishers.ofString(workflow(function, isolation.equals("process")))));
        Instant before = Instant.now();

        JsonNode execution = RunningGateway.success(
                gateway.post("/v1/workflows/" + function + "/executions", "{}", "Prefer", "wait=200"));

        Duration took = Duration.between(before, Instant.now());
        assertThat(took).isLessThan(APART);
        assertThat(execution.get("status").stringValue())
                .as(execution.toString())
                .isEqualTo("SUCCEEDED");
        String id = execution.get("id").stringValue();
        for (int i = 0; i < INVOCATIONS; i++) {
            String own = id + ":s" + i;
            assertThat(execution.at("/output/s" + i))
                    .isEqualTo(JsonNodeFactory.instance
                            .objectNode()
                            .put("id", own)
                            .put("step", "s" + i)
                            .put("tag", i));
            List<String> lines = gateway.get("/v1/invocations/" + own + "/logs")
                    .body()
                    .lines()
                    .toList();
            assertThat(lines).hasSize(LINES);
            for (int n = 0; n < LINES; n++) {
                check(lines.get(n), List.of(own, own, id, "s" + i, "" + i, function), n, before.plus(timeout(i)), took);
            }
        }
    }

    private static void check(String line, List<String> expected, int n, Instant earliest, Duration took) {
        List<String> words = List.of(line.split(" "));
        assertThat(words).hasSize(expected.size() + 2).startsWith(expected.toArray(String[]::new));
        Instant deadline = Instant.ofEpochMilli(Long.parseLong(words.get(expected.size())));
        assertThat(deadline)
                .isBetween(earliest.minusMillis(1), earliest.plus(took).plusMillis(1));
        assertThat(words.getLast()).isEqualTo(Integer.toString(n));
    }

    private static byte[] zip(String runtime, String function, String isolation) {
        String settings = "isolation: " + isolation + "\ntimeout: 24h\nmemory: 2GiB\nenv: {OWN: " + function + "}\n";
        return switch (runtime) {
            case "java" -> FunctionZip.java(function, settings, JAVA);
            case "nodejs" -> FunctionZip.node(function, settings, NODE);
            default -> FunctionZip.python(function, settings, PYTHON);
        };
    }

    private static Duration timeout(int i) {
        return APART.multipliedBy(i + 1);
    }

    private static String workflow(String function, boolean alone) {
        return IntStream.range(0, INVOCATIONS)
                .mapToObj(i -> "  s%d: {function: %s, timeout: %ds, input: {tag: %d, alone: %s}}\n"
                        .formatted(i, function, timeout(i).toSeconds(), i, alone))
                .collect(Collectors.joining("", "steps:\n", "timeout: 24h\n"));
    }
}
