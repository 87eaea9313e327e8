package io.faasbatch.engine.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every construct of the language, read into the model. */
class WorkflowLanguageTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    private static final Scope SCOPE = Scope.of(
            JSON.readTree("{\"n\": 3, \"at\": \"2030-01-31T08:00:00Z\"}"),
            _ -> Optional.empty(),
            JSON.readTree("{\"id\": \"e1\"}"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "wait: 10s|\"10s\"",
                "wait: 2.5|2.5",
                "wait: '${ input.n }'|3",
                "wait: '${ input.n }s'|\"3s\"",
            })
    void aWaitHasADuration(String step, String expected) throws Exception {
        assertThat(only(step).action())
                .isInstanceOfSatisfying(
                        Action.WaitFor.class,
                        wait -> assertThat(json(wait.duration())).isEqualTo(expected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "wait: {until: 2030-01-31T08:00:00Z}",
                "wait: {until: '2030-01-31T08:00:00Z'}",
                "wait: {until: '${ input.at }'}",
            })
    void aWaitHasAnEnd(String step) throws Exception {
        assertThat(only(step).action())
                .isInstanceOfSatisfying(
                        Action.WaitUntil.class,
                        wait -> assertThat(json(wait.instant())).isEqualTo("\"2030-01-31T08:00:00Z\""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "set: {a: '${ input.n }', b: [1]}|{\"a\":3,\"b\":[1]}",
                "set: null|null",
                "set:|null",
                "pass: true|null",
                "pass: true, input: {a: 1}|{\"a\":1}",
            })
    void aValueIsSetOrHandedOn(String step, String expected) throws Exception {
        assertThat(only(step).action())
                .isInstanceOfSatisfying(
                        Action.SetValue.class,
                        set -> assertThat(json(set.value())).isEqualTo(expected));
    }

    @Test
    void aStepFailsWithItsOwnError() throws Exception {
        assertThat(only("fail: {type: OrderRefused, message: 'no ${ input.n }'}")
                        .action())
                .isInstanceOfSatisfying(Action.Fail.class, fail -> {
                    assertThat(fail.type()).isEqualTo("OrderRefused");
                    assertThat(json(fail.message())).isEqualTo("\"no 3\"");
                });
        assertThat(only("fail: {type: OrderRefused}").action())
                .isInstanceOfSatisfying(
                        Action.Fail.class,
                        fail -> assertThat(json(fail.message())).isEqualTo("\"step a failed\""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"succeed: null|null", "succeed: '${ input.n }'|3", "succeed: {done: true}|{\"done\":true}"})
    void aStepEndsItsGraphWell(String step, String expected) throws Exception {
        assertThat(only(step).action())
                .isInstanceOfSatisfying(
                        Action.Succeed.class,
                        end -> assertThat(json(end.output())).isEqualTo(expected));
    }

    @Test
    void aSwitchComesBeforeTheStepsItChooses() throws Exception {
        Graph graph = parse("""
                steps:
                  small: {function: f}
                  choose:
                    switch:
                      - when: ${ input.n > 5 }
                        then: [large, both]
                      - {when: true, then: both}
                      - default: small
                  large: {function: f}
                  both: {function: f, after: [large]}
                """).graph();
        assertThat(step(graph, "choose").action()).isInstanceOfSatisfying(Action.Switch.class, choice -> {
            assertThat(choice.targets()).containsExactly("large", "both", "small");
            assertThat(choice.cases())
                    .extracting(Action.Case::then)
                    .containsExactly(List.of("large", "both"), List.of("both"), List.of("small"));
            assertThat(json(choice.cases().getFirst().when().orElseThrow())).isEqualTo("false");
            assertThat(choice.cases().getLast().when()).isEmpty();
        });
        assertThat(step(graph, "small").after()).containsExactly("choose");
        assertThat(step(graph, "both").after()).containsExactlyInAnyOrder("large", "choose");
        assertThat(step(graph, "choose").after()).isEmpty();
    }

    @Test
    void aHandlerComesAfterTheStepItCatches() throws Exception {
        Graph graph = parse("""
                steps:
                  charge:
                    function: f
                    catch:
                      - {on: [CardRefused, Timeout], then: refused}
                      - then: other
                  refused: {function: f, input: "${ steps.charge.error.message }"}
                  other: {set: 1}
                  single: {wait: 1s, catch: {then: other}}
                """).graph();
        assertThat(step(graph, "charge").catches())
                .containsExactly(
                        new Step.Catch(Set.of("CardRefused", "Timeout"), "refused"), new Step.Catch(Set.of(), "other"));
        assertThat(step(graph, "refused").after()).containsExactly("charge");
        assertThat(step(graph, "other").after()).containsExactlyInAnyOrder("charge", "single");
    }

    @Test
    void nestedStepsSeeTheStepsAroundThem() throws Exception {
        Graph graph = parse("""
                steps:
                  before: {function: f}
                  more: {function: f}
                  group:
                    input: { n: "${ steps.before.output }" }
                    output: ${ result.second }
                    steps:
                      first: {function: f}
                      second:
                        steps:
                          third: {function: f, input: "${ [steps.more.output, steps.first.output] }"}
                """).graph();
        Step group = step(graph, "group");
        assertThat(group.after()).containsExactlyInAnyOrder("before", "more");
        Action.Nested nested = (Action.Nested) group.action();
        assertThat(nested.input()).isPresent();
        assertThat(step(nested.graph(), "first").after()).isEmpty();
        assertThat(step(nested.graph(), "second").after()).containsExactly("first");
        Action.Nested inner = (Action.Nested) step(nested.graph(), "second").action();
        assertThat(inner.input()).isEmpty();
        assertThat(step(inner.graph(), "third").after()).isEmpty();
    }

    @Test
    void stepsOfDifferentGraphsMayHaveTheSameName() throws Exception {
        Graph graph = parse("""
                steps:
                  a: {steps: {same: {function: f}}}
                  b: {steps: {same: {function: f}}}
                """).graph();
        assertThat(graph.steps()).hasSize(2);
    }

    @Test
    void branchesAreStepsWithoutEdges() throws Exception {
        Step both = only("parallel: {left: {function: f}, right: {steps: {x: {wait: 1s}}}, set: {set: 5}}");
        Action.Nested nested = (Action.Nested) both.action();
        assertThat(nested.graph().steps()).extracting(Step::name).containsExactly("left", "right", "set");
        assertThat(nested.graph().steps())
                .allSatisfy(step -> assertThat(step.after()).isEmpty());
        assertThat(nested.graph().output()).isEmpty();
    }

    @Test
    void aForeachHasABoundAndItsElementIsSeenInNestedSteps() throws Exception {
        Graph graph = parse("""
                steps:
                  a:
                    foreach: {x: 1, y: "${ input.n }"}
                    maxParallel: 4
                    steps:
                      b: {function: f, input: "${ item } ${ index } ${ key }"}
                      c: {function: f, foreach: "${ item.parts }", when: "${ index > 0 }"}
                """).graph();
        Step.Foreach foreach = step(graph, "a").foreach().orElseThrow();
        assertThat(foreach.maxParallel()).isEqualTo(4);
        assertThat(json(foreach.items())).isEqualTo("{\"x\":1,\"y\":3}");
        Step nested = step(((Action.Nested) step(graph, "a").action()).graph(), "b");
        var element = new Scope.Element(JSON.readTree("7"), 2, Optional.of("x"));
        assertThat(((Action.Invoke) nested.action())
                        .input()
                        .evaluate(SCOPE.with(element))
                        .stringValue())
                .isEqualTo("7 2 x");
    }

    @Test
    void withoutABoundAllElementsAreUnderWay() throws Exception {
        assertThat(only("function: f, foreach: [1, 2]").foreach().orElseThrow().maxParallel())
                .isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void theOutputOfAStepSeesItsResult() throws Exception {
        Template output = only("function: f, output: {r: '${ result.x }', n: '${ input.n }'}")
                .output()
                .orElseThrow();
        assertThat(output.evaluate(SCOPE.withResult(JSON.readTree("{\"x\": 8}")))
                        .toString())
                .isEqualTo("{\"r\":8,\"n\":3}");
    }

    @Test
    void aSubWorkflowIsNamedAndMayBeTheWorkflowItself() throws Exception {
        Workflow workflow = new WorkflowParser()
                .parse(
                        new WorkflowName("w"),
                        "steps: {a: {workflow: other, input: 1}, b: {workflow: w}}",
                        _ -> true,
                        name -> name.value().equals("other"));
        assertThat(workflow.graph().steps())
                .extracting(Step::action)
                .satisfiesExactly(
                        action -> assertThat(((Action.SubWorkflow) action).workflow())
                                .hasToString("other"),
                        action -> assertThat(json(((Action.SubWorkflow) action).input()))
                                .contains("\"n\":3"));
    }

    @Test
    void aWorkflowSaysHowLongItIsKeptAndWhatRunsWhenItFails() throws Exception {
        Workflow workflow = parse("""
                steps: {a: {function: f}}
                retention: 7d
                onFailure: {function: clean, input: {why: "${ error.type }", did: "${ steps.a.output }"}, retry: {attempts: 2}}
                """);
        assertThat(workflow.retention()).contains(Duration.ofDays(7));
        Step clean = workflow.onFailure().orElseThrow();
        assertThat(clean.name()).isEqualTo("onFailure");
        assertThat(clean.after()).isEmpty();
        assertThat(clean.retry().attempts()).isEqualTo(2);
    }

    @Test
    void graphsAreNestedSixteenDeep() throws Exception {
        assertThat(parse(nested(WorkflowParser.DEEPEST)).graph().steps()).hasSize(1);
    }

    static String nested(int depth) {
        var text = new StringBuilder("steps: {s0: ");
        for (int i = 1; i <= depth; i++) {
            text.append("{steps: {s").append(i).append(": ");
        }
        return text.append("{function: f}")
                .append("}}".repeat(depth))
                .append("}\n")
                .toString();
    }

    private static String json(Template template) {
        JsonNode value = template.evaluate(SCOPE);
        return value.toString();
    }

    private static Step only(String step) throws Exception {
        return parse("steps:\n  a: {" + step + "}\n").graph().steps().getFirst();
    }

    private static Step step(Graph graph, String name) {
        return graph.steps().stream()
                .filter(step -> step.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Workflow parse(String text) throws Exception {
        return new WorkflowParser().parse(new WorkflowName("w"), text, _ -> true);
    }
}
