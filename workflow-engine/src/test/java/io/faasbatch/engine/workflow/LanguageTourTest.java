package io.faasbatch.engine.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the expressions of the examples give. */
class LanguageTourTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    @Test
    void waysMeetAgainWithTheOutputOfTheOneThatWasTaken() throws Exception {
        Action.SetValue booked = (Action.SetValue) step("switch.yaml", "booked").action();
        assertThat(booked.value()
                        .evaluate(scope("{\"parcel\": null, \"letter\": {\"carrier\": \"post\"}}"))
                        .toString())
                .isEqualTo("{\"carrier\":\"post\"}");
        assertThat(booked.value()
                        .evaluate(scope("{\"parcel\": {\"id\": 1}, \"letter\": null}"))
                        .toString())
                .isEqualTo("{\"id\":1}");
    }

    @Test
    void theOutputOfAnElementAddsUpWhatIsNestedInIt() throws Exception {
        Template output = step("foreach.yaml", "regions").output().orElseThrow();
        JsonNode result = JSON.readTree(
                "{\"north\": {\"count\": [{\"pieces\": 2}, {\"pieces\": 3}]}, \"south\": {\"count\": [{\"pieces\": 4}]}}");
        assertThat(output.evaluate(scope("{}").withResult(result)).asInt()).isEqualTo(9);
    }

    @Test
    void aSubWorkflowPerOrderIsCounted() throws Exception {
        Action.SetValue sum = (Action.SetValue) step("sub-workflow.yaml", "sum").action();
        assertThat(sum.value()
                        .evaluate(scope("{\"orders\": [{\"a\": 1}, {\"a\": 2}]}"))
                        .toString())
                .isEqualTo("{\"charged\":2}");
    }

    private static Scope scope(String outputs) {
        JsonNode all = JSON.readTree(outputs);
        return Scope.of(
                JSON.nullNode(),
                name -> Optional.ofNullable(all.get(name)).map(output -> new Scope.Outcome(output, null)),
                JSON.nullNode());
    }

    private static Step step(String file, String name) throws Exception {
        String text = Files.readString(Path.of("../examples/language-tour", file));
        return new WorkflowParser()
                .parse(new WorkflowName("tour"), text, _ -> true).graph().steps().stream()
                        .filter(step -> step.name().equals(name))
                        .findFirst()
                        .orElseThrow();
    }
}
