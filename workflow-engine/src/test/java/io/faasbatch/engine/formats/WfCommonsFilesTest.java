package io.faasbatch.engine.formats;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasbatch.engine.workflow.Action;
import io.faasbatch.engine.workflow.Step;
import io.faasbatch.engine.workflow.Workflow;
import io.faasbatch.engine.workflow.WorkflowText;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Recorded workflows become graphs of stand-ins. */
final class WfCommonsFilesTest {

    @ParameterizedTest
    @CsvSource({
        "1000genome-chameleon-2ch-100k-001.json, 52",
        "montage-chameleon-2mass-005d-001.json, 58",
        "scrnaseq-dirt02-001.json, 14",
        "srasearch-chameleon-10a-001.json, 22"
    })
    void everyInstanceHasItsTasksAndItsEdges(String file, int tasks) {
        Workflow workflow = Samples.load("wfcommons/" + file, Map.of());
        JsonNode recorded =
                Samples.JSON.readTree(Samples.text("wfcommons/" + file)).at("/workflow/specification/tasks");

        assertThat(workflow.graph().steps()).hasSize(tasks);
        for (int i = 0; i < tasks; i++) {
            Step step = workflow.graph().steps().get(i);
            List<String> parents = recorded.get(i)
                    .get("parents")
                    .valueStream()
                    .map(parent -> parent.asString().replace('.', '_'))
                    .distinct()
                    .toList();
            assertThat(step.after()).as(step.name()).containsExactlyInAnyOrderElementsOf(parents);
        }
    }

    @Test
    void aStepIsGivenRuntimeSizesAndTheFilesOfThoseBefore() {
        Workflow workflow = Samples.load(
                "wfcommons/1000genome-chameleon-2ch-100k-001.json",
                Map.of("runtimeScale", "0.01", "sizeScale", "0.001", "work", "spin"));
        Step individuals = Samples.step(workflow, "individuals_ID0000002");
        Step merge = Samples.step(workflow, "individuals_merge_ID0000011");

        Action.Invoke invocation = (Action.Invoke) individuals.action();
        JsonNode input = invocation.input().evaluate(Samples.scope("{}", Map.of()));
        assertThat(invocation.function().value()).isEqualTo("stand-in");
        assertThat(input.get("runtime").asDouble()).isBetween(0.5225, 0.5226);
        assertThat(input.get("work").asString()).isEqualTo("spin");
        assertThat(input.get("outputs").propertyNames()).containsExactly("chr21n-1001-2001.tar.gz");
        assertThat(((Action.Invoke) merge.action())
                        .input()
                        .evaluate(Samples.scope(
                                "{}", Map.of("individuals_ID0000002", "{'chr21n-1001-2001.tar.gz':'data'}")))
                        .at("/inputs/chr21n-1001-2001.tar.gz")
                        .asString())
                .isEqualTo("data");
    }

    @Test
    void filesMakeEdgesWhereParentsAreNotNamed() {
        Workflow workflow = Samples.read(WorkflowText.of("""
                workflow:
                  specification:
                    tasks:
                    - {id: a, outputFiles: [f]}
                    - {id: b/1, inputFiles: [f]}
                    - {id: b.1, children: [a]}
                """));

        assertThat(Samples.step(workflow, "b_1").after()).containsExactly("a");
        assertThat(Samples.step(workflow, "a").after()).containsExactly("b_1_2");
    }

    @Test
    void aWorkflowOfThousandsOfTasksIsRead() {
        ObjectNode document = Samples.JSON.createObjectNode();
        ArrayNode tasks =
                document.putObject("workflow").putObject("specification").putArray("tasks");
        for (int i = 0; i < 5_000; i++) {
            ObjectNode task = tasks.addObject().put("id", "t" + i);
            task.putArray("parents").addAll(i < 50 ? List.of() : List.of(task.stringNode("t" + (i - 50))));
            task.putArray("outputFiles").add("f" + i);
        }

        assertThat(Samples.read(WorkflowText.of(document.toString())).graph().steps())
                .hasSize(5_000);
    }
}
