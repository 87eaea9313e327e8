package io.faasbatch.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Both languages and the store, under both sandboxes: the same functions give the same answers. */
@ParameterizedClass
@ValueSource(strings = {"docker", "process"})
final class RuntimesIT {

    @Parameter
    String sandbox = "";

    @TempDir
    Path home;

    @Test
    void aJavaFunctionAnswers() {
        try (RunningGateway gateway = start()) {
            gateway.deploy("hello-java", FunctionZip.example("hello-java"));

            List<JsonNode> answers = gateway.burst("hello-java", 30, i -> "{\"name\":\"n" + i + "\"}");

            for (int i = 0; i < answers.size(); i++) {
                assertThat(answers.get(i).get("output").toString()).contains("n" + i);
            }
        }
    }

    @Test
    void valuesOfAnExecutionAreSharedByItsSteps() {
        byte[] writer =
                FunctionZip.python("writer", "", "def handle(input, context):\n    context.store.put('x', input)\n");
        byte[] reader = FunctionZip.python(
                "reader", "isolation: thread\n", "def handle(input, context):\n    return context.store.get('x')\n");
        try (RunningGateway gateway = start()) {
            gateway.deploy("writer", writer);
            gateway.deploy("reader", reader);
            String text = """
                    steps:
                      put: {function: writer, input: '${ input }'}
                      get: {function: reader, after: [put]}
                    output: ${ steps.get.output }
                    """;
            RunningGateway.success(
                    gateway.put("/v1/workflows/pass-on", "application/yaml", BodyPublishers.ofString(text)));

            JsonNode execution = RunningGateway.success(gateway.post(
                    "/v1/workflows/pass-on/executions", "{\"deep\":[1,2,{\"ü\":null}]}", "Prefer", "wait=60"));

            assertThat(execution.get("output").toString())
                    .as(execution.toString())
                    .isEqualTo("{\"deep\":[1,2,{\"ü\":null}]}");
        }
    }

    private RunningGateway start() {
        return RunningGateway.start(home, RunningGateway.freePort(), Map.of("FAASBATCH_SANDBOX", sandbox));
    }
}
