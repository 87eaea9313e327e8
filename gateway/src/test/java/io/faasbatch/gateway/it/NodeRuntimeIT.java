package io.faasbatch.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Functions for Node.js, and one with an image of its own, in containers. */
final class NodeRuntimeIT {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Path IMAGE_SCRIPT = Path.of("..", "examples", "custom-image", "build.sh");

    private static final String CODE = """
            class Unlucky extends Error {}
            exports.handle = async (input, context) => {
              console.log('given', JSON.stringify(input.tag));
              switch (input.do) {
                case 'raise': throw new Unlucky('not this one');
                case 'exit': process.exit(3);
                case 'late': setTimeout(() => { throw new RangeError('nobody catches this') }, 1);
                case 'sleep': await new Promise((resolve) => setTimeout(resolve, 100_000)); break;
                case 'loop': for (;;);
                case 'put': await context.store.put('shared', input.tag); return null;
                case 'get': return context.store.get('shared');
                case 'large': return { text: 'x'.repeat(input.size), image: context.binary(Buffer.alloc(input.size), 'image/png') };
                case 'measure': return [input.value.text.length, input.value.image.length, input.value.image.contentType];
              }
              return { tag: input.tag, attempt: context.attempt, env: process.env.COLOUR, own: context.env.COLOUR };
            };
            """;

    @TempDir
    static Path home;

    private static RunningGateway gateway;

    @BeforeAll
    static void deploy() throws IOException, InterruptedException {
        Process image = new ProcessBuilder("bash", IMAGE_SCRIPT.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(image.waitFor()).as("building the image of the sample").isZero();
        gateway = RunningGateway.start(home, RunningGateway.freePort(), Map.of());
        for (String isolation : List.of("thread", "process")) {
            String settings = "isolation: " + isolation + "\nmemory: 512MiB\nenv: {COLOUR: green}\n";
            gateway.deploy(isolation, FunctionZip.node(isolation, settings, CODE));
            gateway.deploy(
                    isolation + "-brief", FunctionZip.node(isolation + "-brief", settings + "timeout: 3s\n", CODE));
        }
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"thread", "process"})
    void aHundredConcurrentCallsGetTheirOwnAnswersAndLogs(String isolation) {
        List<JsonNode> answers = gateway.burst(isolation, 100, i -> "{\"tag\":" + i + "}");

        for (int i = 0; i < answers.size(); i++) {
            JsonNode answer = answers.get(i);
            assertThat(answer.get("output").toString())
                    .isEqualTo("{\"tag\":" + i + ",\"attempt\":1,\"env\":\"green\",\"own\":\"green\"}");
            String id = answer.get("id").stringValue();
            assertThat(gateway.get("/v1/invocations/" + id + "/logs").body()).isEqualTo("given " + i + "\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"thread", "process"})
    void oneThatFailsHarmsNoOther(String isolation) {
        CompletableFuture<HttpResponse<String>> raise = call(isolation, "{\"do\":\"raise\"}");
        CompletableFuture<HttpResponse<String>> exit = call(isolation, "{\"do\":\"exit\"}");
        CompletableFuture<HttpResponse<String>> late = call(isolation, "{\"do\":\"late\"}");
        CompletableFuture<HttpResponse<String>> good = call(isolation, "{\"tag\":1}");

        assertThat(raise.join().statusCode()).isEqualTo(502);
        assertThat(raise.join().body())
                .contains("Unlucky", "not this one", "main.js")
                .doesNotContain("/opt/faasbatch");
        assertThat(exit.join().body()).contains("ProcessDied");
        assertThat(late.join().body()).contains("RangeError", "nobody catches this");
        assertThat(good.join().statusCode()).as(good.join().body()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"thread", "process"})
    void oneThatNeverGivesTheLoopBackIsStoppedAtItsDeadlineAndTheNextOneRuns(String isolation) {
        String function = isolation + "-brief";

        assertThat(call(function, "{\"do\":\"loop\"}").join().statusCode()).isEqualTo(504);
        assertThat(call(function, "{\"do\":\"sleep\"}").join().statusCode()).isEqualTo(504);

        assertThat(RunningGateway.success(call(function, "{\"tag\":7}").join())
                        .at("/output/tag")
                        .asInt())
                .isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"thread", "process"})
    void aCancelledExecutionStopsItsInvocation(String isolation) {
        String name = "sleep-" + isolation;
        workflow(name, "steps:\n  only: {function: " + isolation + ", input: {do: sleep}}\n");
        HttpResponse<String> accepted = gateway.post("/v1/workflows/" + name + "/executions", "{}");
        String location = accepted.headers().firstValue("Location").orElseThrow();
        RunningGateway.await("the invocation to run", LONG, () -> inFlight(isolation) == 1);

        assertThat(gateway.post(location + "/cancel", "").statusCode()).isLessThan(300);

        RunningGateway.await("the container to be free of it", LONG, () -> inFlight(isolation) == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"thread", "process"})
    void largeAndBinaryValuesGoByReference(String isolation) {
        int size = 2 << 20;
        String name = "large-" + isolation;
        workflow(name, """
                steps:
                  make: {function: %1$s, input: {do: large, size: %2$d}}
                  measure: {function: %1$s, input: {do: measure, value: '${ steps.make.output }'}}
                output: {made: '${ steps.make.output }', measured: '${ steps.measure.output }'}
                """.formatted(isolation, size));

        JsonNode execution = execute(name, "{}");

        assertThat(execution.at("/output/measured").toString())
                .as(execution.toString())
                .isEqualTo("[" + size + "," + size + ",\"image/png\"]");
        assertThat(execution.at("/output/made/image/bytes").asInt()).isEqualTo(size);
    }

    @ParameterizedTest
    @ValueSource(strings = {"thread", "process"})
    void valuesOfAnExecutionAreSharedByItsSteps(String isolation) {
        String name = "pass-on-" + isolation;
        workflow(name, """
                steps:
                  put: {function: %1$s, input: {do: put, tag: '${ input }'}}
                  get: {function: %1$s, input: {do: get}, after: [put]}
                output: ${ steps.get.output }
                """.formatted(isolation));

        assertThat(execute(name, "{\"deep\":[1,{\"ü\":null}]}").get("output").toString())
                .isEqualTo("{\"deep\":[1,{\"ü\":null}]}");
    }

    @Test
    void theSampleAnswers() {
        gateway.deploy("hello-node", FunctionZip.example("hello-node"));

        JsonNode answer =
                RunningGateway.success(call("hello-node", "{\"name\":\"Ada\"}").join());

        assertThat(answer.at("/output/greeting").stringValue()).isEqualTo("Hello, Ada!");
    }

    @Test
    void aFunctionRunsInAnImageOfItsOwn() {
        gateway.deploy("custom-image", FunctionZip.example("custom-image"));

        JsonNode answer =
                RunningGateway.success(call("custom-image", "{\"index\":4}").join());

        assertThat(answer.at("/output/colour").stringValue()).isEqualTo("green");
    }

    @Test
    void whatCannotBeLoadedSaysWhyToItsCaller() {
        gateway.deploy("broken", FunctionZip.node("broken", "", "exports.handle = require('./missing');"));

        HttpResponse<String> answer = call("broken", "1").join();

        assertThat(answer.statusCode()).isGreaterThanOrEqualTo(500);
        assertThat(answer.body()).contains("Cannot find module");
    }

    @Test
    void sharedConstructorsAreRefusedAtDeployment() {
        byte[] zip = FunctionZip.node("sharing", "isolation: thread\nshared: [redis.Redis]\n", "");

        HttpResponse<String> answer =
                gateway.put("/v1/functions/sharing", "application/zip", BodyPublishers.ofByteArray(zip));

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("shared", "isolation: thread");
    }

    private static CompletableFuture<HttpResponse<String>> call(String function, String input) {
        return gateway.postAsync("/v1/functions/" + function + "/invocations", input);
    }

    private static void workflow(String name, String text) {
        RunningGateway.success(gateway.put("/v1/workflows/" + name, "application/yaml", BodyPublishers.ofString(text)));
    }

    private static JsonNode execute(String workflow, String input) {
        return RunningGateway.success(
                gateway.post("/v1/workflows/" + workflow + "/executions", input, "Prefer", "wait=120"));
    }

    private static int inFlight(String function) {
        int inFlight = 0;
        for (JsonNode container :
                RunningGateway.success(gateway.get("/v1/containers")).get("items")) {
            if (container.get("function").stringValue().equals(function)) {
                inFlight += container.path("inFlight").asInt();
            }
        }
        return inFlight;
    }
}
