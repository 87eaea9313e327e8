package io.faasbatch.engine.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkflowParserTest {

    private static final String WORD_COUNT = """
            steps:
              split:
                function: split
                input: ${ input }
              count:
                function: count
                foreach: ${ steps.split.output.chunks }     # one invocation per element
                input: { text: "${ item }" }
                after: [split]
              merge:
                function: merge
                input: { counts: "${ steps.count.output }" }
                when: ${ $count(steps.count.output) > 0 }
                retry: { attempts: 3, backoff: 200ms, factor: 2, jitter: 0.5, on: [FunctionError, Timeout] }
                timeout: 30s
            output: ${ steps.merge.output }
            timeout: 10m
            """;

    @Test
    void wordCountReadsAsWritten() throws Exception {
        Workflow workflow = parse(WORD_COUNT);
        assertThat(workflow.graph().steps()).extracting(Step::name).containsExactly("split", "count", "merge");
        Step merge = workflow.graph().steps().get(2);
        assertThat(merge.after()).containsExactly("count");
        assertThat(merge.timeout()).contains(Duration.ofSeconds(30));
        assertThat(merge.retry())
                .isEqualTo(new Retry(3, Duration.ofMillis(200), 2, 0.5, Set.of("FunctionError", "Timeout")));
        assertThat(workflow.graph().steps().get(1).after()).containsExactly("split");
        assertThat(workflow.timeout()).isEqualTo(Duration.ofMinutes(10));
        assertThat(workflow.graph().output()).isPresent();
        assertThat(workflow.version())
                .matches("[0-9a-f]{64}")
                .isEqualTo(parse(WORD_COUNT).version());
    }

    @Test
    void theDefaultsAreFilledIn() throws Exception {
        Workflow workflow = parse("steps: {a: {function: f}}");
        assertThat(workflow.timeout()).isEqualTo(Duration.ofMinutes(10));
        assertThat(workflow.graph().output()).isEmpty();
        assertThat(workflow.graph().steps().getFirst().retry()).isEqualTo(Retry.NONE);
    }

    @Test
    void jsonIsReadToo() throws Exception {
        String json =
                "{\n\t\"steps\": {\n\t\t\"a\": {\"function\": \"f\", \"input\": {\"x\": \"${ input.y }\"}}\n\t}\n}";
        assertThat(parse(json).graph().steps()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "steps.x.output|x",
                "steps.x|x",
                "$$.steps.x.output|x",
                "$.steps.x.output|x",
                "steps.`x`.output|x",
                "steps.'x'.output|x",
                "$count(steps.x.output) + steps.y.output|x,y",
                "input.items[$$.steps.x.output = id]|x",
                "input.items.(id = $$.steps.x.output)|x",
                "{\"a\": steps.x.output, \"b\": [steps.y.output]}|x,y",
                "input.a ? steps.x.output : steps.y.output|x,y",
                "$map(input.a, function($v) { $v + steps.x.output })|x",
                "( $s := steps.x.output; $s )|x",
                "steps.x.output ~> $count|x",
                "steps.x.output^(a){b: c}|x",
                "input.items@$i.steps.x.output|",
                "-steps.x.output|x",
                "\"steps.x.output\"|",
                "input.steps.x.output|",
                "input.items[steps.x.output]|",
                "/steps.x.output/|",
                "/* steps.x.output */ 1|",
            })
    void theStepsAnExpressionNamesComeBeforeIt(String expression, String expected) throws Exception {
        String text = "steps:\n  x: {function: f}\n  y: {function: f}\n  z:\n    function: f\n    input: |-\n      ${ "
                + expression + " }\n";
        String[] steps = expected == null ? new String[0] : expected.split(",", -1);
        assertThat(parse(text).graph().steps().get(2).after()).containsExactlyInAnyOrder(steps);
    }

    @Test
    void aChainOfTenThousandStepsIsRead() throws Exception {
        var text = new StringBuilder("steps:\n  s0: {function: f}\n");
        for (int i = 1; i < WorkflowParser.MOST_STEPS; i++) {
            text.append("  s%d: {function: f, input: \"${ steps.s%d.output }\"}\n".formatted(i, i - 1));
        }
        assertThat(parse(text.toString()).graph().steps()).hasSize(WorkflowParser.MOST_STEPS);
    }

    @Test
    void anAnchorCanBeUsedAgain() throws Exception {
        String text = """
                steps:
                  a: {function: f, retry: &again {attempts: 2}}
                  b: {function: f, retry: *again}
                """;
        assertThat(parse(text).graph().steps())
                .allSatisfy(step -> assertThat(step.retry().attempts()).isEqualTo(2));
    }

    private static Workflow parse(String text) throws Exception {
        return new WorkflowParser().parse(new WorkflowName("w"), text, _ -> true);
    }
}
