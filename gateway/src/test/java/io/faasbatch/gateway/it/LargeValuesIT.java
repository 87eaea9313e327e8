package io.faasbatch.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Large and binary values through two steps, in containers. */
final class LargeValuesIT {

    private static final int MIB = 1 << 20;

    private static final String MAKE = """
            from faasbatch import Binary

            def handle(input, context):
                size = input["bytes"]
                return {"text": "x" * size, "image": Binary(b"\\x00" * size, "image/png"), "name": "n"}
            """;

    private static final String MEASURE = """
            def handle(input, context):
                return {"text": len(input["text"]), "image": len(input["image"]),
                        "type": input["image"].content_type, "name": input["name"]}
            """;

    private static final String WORKFLOW = """
            steps:
              make: {function: make, input: '${ input }'}
              measure:
                function: measure
                input: {text: '${ steps.make.output.text }', image: '${ steps.make.output.image }', name: '${ steps.make.output.name }'}
            output: {made: '${ steps.make.output }', measured: '${ steps.measure.output }'}
            """;

    @TempDir
    static Path home;

    private static RunningGateway gateway;

    @BeforeAll
    static void deploy() {
        gateway = RunningGateway.start(home, RunningGateway.freePort(), Map.of("FAASBATCH_MAX_VALUE", "32MiB"));
        String memory = "memory: 1GiB\n";
        gateway.deploy("make", FunctionZip.python("make", memory, MAKE));
        gateway.deploy("measure", FunctionZip.python("measure", memory + "isolation: thread\n", MEASURE));
        RunningGateway.success(
                gateway.put("/v1/workflows/large", "application/yaml", BodyPublishers.ofString(WORKFLOW)));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static JsonNode run(int bytes) {
        HttpResponse<String> answer =
                gateway.post("/v1/workflows/large/executions", "{\"bytes\":" + bytes + "}", "Prefer", "wait=120");
        assertThat(answer.body()).doesNotContain("fb:{");
        return RunningGateway.success(answer);
    }

    @ParameterizedTest
    @ValueSource(ints = {MIB, 30 * MIB})
    void aStepHandsLargeValuesToAnother(int bytes) {
        JsonNode execution = run(bytes);

        assertThat(execution.at("/output/measured").toString())
                .as(execution.toString())
                .isEqualTo("{\"text\":" + bytes + ",\"image\":" + bytes + ",\"type\":\"image/png\",\"name\":\"n\"}");
        assertThat(execution.at("/output/made/name").stringValue()).isEqualTo("n");
        assertThat(execution.at("/output/made/image/bytes").intValue()).isEqualTo(bytes);
        HttpResponse<String> image =
                gateway.get(execution.at("/output/made/image/href").stringValue());
        assertThat(image.headers().firstValue("Content-Type")).contains("image/png");
        assertThat(image.body()).hasSize(bytes);
        assertThat(gateway.get(execution.at("/output/made/text/href").stringValue())
                        .body())
                .hasSize(bytes + 2);
        String id = execution.get("id").stringValue();
        for (String address : new String[] {"/v1/executions/" + id, "/v1/invocations/" + id + ":make"}) {
            assertThat(gateway.get(address).body())
                    .as(address)
                    .contains("\"id\"")
                    .doesNotContain(":data:");
        }
    }

    @Test
    void aValueOverTheLimitFailsTheStepWithAnErrorOfItsOwn() {
        JsonNode execution = run(33 * MIB);
        assertThat(execution.get("status").stringValue()).isEqualTo("FAILED");
        assertThat(execution.at("/error/type").stringValue()).isEqualTo("OutputTooLarge");
    }

    @Test
    void aBinaryInputReachesTheFunction() {
        gateway.deploy(
                "size",
                FunctionZip.python(
                        "size", "", "def handle(input, context):\n    return [len(input), input.content_type]\n"));
        RunningGateway.success(gateway.put(
                "/v1/workflows/size",
                "application/yaml",
                BodyPublishers.ofString("steps:\n  only: {function: size, input: '${ input }'}\n")));
        JsonNode execution = RunningGateway.success(gateway.send(gateway.request(
                "POST",
                "/v1/workflows/size/executions",
                BodyPublishers.ofByteArray(new byte[MIB]),
                "Content-Type",
                "image/png",
                "Prefer",
                "wait=120")));
        assertThat(execution.at("/output/only").toString())
                .as(execution.toString())
                .isEqualTo("[" + MIB + ",\"image/png\"]");
    }
}
