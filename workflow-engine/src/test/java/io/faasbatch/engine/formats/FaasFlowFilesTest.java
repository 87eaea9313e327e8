package io.faasbatch.engine.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.faasbatch.engine.workflow.Action;
import io.faasbatch.engine.workflow.ExpressionException;
import io.faasbatch.engine.workflow.Scope;
import io.faasbatch.engine.workflow.Step;
import io.faasbatch.engine.workflow.Workflow;
import io.faasbatch.engine.workflow.WorkflowText;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** FaaSFlow's published workflows mean here what they mean there. */
final class FaasFlowFilesTest {

    @ParameterizedTest
    @CsvSource({
        "wordcount/flat_workflow.yaml, 3",
        "fileprocessing/flat_workflow.yaml, 4",
        "example-switch/flat_workflow.yaml, 4",
        "example-foreach/flat_workflow.yaml, 3",
        "genome/flat_workflow.yaml, 50",
        "scalability/10.yaml, 10",
        "scalability/25.yaml, 25"
    })
    void everyPublishedFileLoads(String file, int steps) {
        assertThat(load(file).graph().steps()).hasSize(steps);
    }

    @ParameterizedTest
    @ValueSource(strings = {"wordcount", "fileprocessing", "example-switch", "example-foreach", "genome"})
    void everyPublishedPairOfFilesLoadsAndItsVersionCoversBoth(String folder) {
        String flat = Samples.text("faasflow/" + folder + "/flat_workflow.yaml");
        String info = Samples.text("faasflow/" + folder + "/function_info.yaml");

        Workflow both = Samples.read(new WorkflowText(flat, info, Map.of()));

        assertThat(both.version())
                .isNotEqualTo(Samples.read(WorkflowText.of(flat)).version());
    }

    @Test
    void aForeachRunsOncePerKeyAndTheMergeGetsAllKeysAndAllResults() {
        Workflow workflow = load("wordcount/flat_workflow.yaml");
        Step count = Samples.step(workflow, "count");
        Scope scope = Samples.scope(
                "{}",
                Map.of(
                        "start", "{'filename':['a','b'],'file':'text'}",
                        "count", "[{'wordcount':1},{'wordcount':2}]"));

        assertThat(count.after()).containsExactly("start");
        assertThat(Samples.evaluated(count.foreach().orElseThrow().items(), scope))
                .isEqualTo("[{'filename':'a'},{'filename':'b'}]");
        Scope second = scope.with(new Scope.Element(Samples.json("{'filename':'b'}"), 1, Optional.empty()));
        assertThat(input(count, second)).isEqualTo("{'filename':'b','file':'text'}");
        assertThat(input(Samples.step(workflow, "merge"), scope)).isEqualTo("{'filename':['a','b'],'wordcount':[1,2]}");
        assertThat(Samples.evaluated(
                        workflow.graph().output().orElseThrow(), Samples.scope("{}", Map.of("merge", "{'result':7}"))))
                .isEqualTo("{'result':7}");
    }

    @Test
    void listsOfKeysOfUnequalLengthAreAnError() {
        Step count = Samples.step(load("wordcount/flat_workflow.yaml"), "count");

        assertThatExceptionOfType(ExpressionException.class)
                .isThrownBy(() -> count.foreach()
                        .orElseThrow()
                        .items()
                        .evaluate(Samples.scope("{}", Map.of("start", "{'filename':'a'}"))))
                .withMessageContaining("list of keys");
    }

    @Test
    void parallelNodesFanOutAndMeetAgain() {
        Workflow workflow = load("fileprocessing/flat_workflow.yaml");

        assertThat(Samples.step(workflow, "conversion").after()).containsExactly("start");
        assertThat(Samples.step(workflow, "sentiment").after()).containsExactly("start");
        assertThat(Samples.step(workflow, "upload").after()).containsExactlyInAnyOrder("conversion", "sentiment");
        assertThat(workflow.graph().output()).isEmpty();
        assertThat(input(Samples.step(workflow, "start"), Samples.scope("{'filename':'f.md'}", Map.of())))
                .isEqualTo("{'filename':'f.md'}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {'input1':1,'input2':2}     | invalid
            {'input1':2,'input2':2}     | sub
            {'input1':2.5,'input2':2.4} | sub
            {'input1':'a','input2':'b'} | invalid
            """)
    void aSwitchTakesTheFirstConditionThatHolds(String input, String chosen) {
        Workflow workflow = load("example-switch/flat_workflow.yaml");
        Step virtual = Samples.step(workflow, "virtual1");
        Scope scope = Samples.scope(input, Map.of());

        assertThat(virtual.action())
                .isInstanceOfSatisfying(
                        Action.Switch.class,
                        steering -> assertThat(steering.cases().stream()
                                        .filter(one -> one.when()
                                                .map(when ->
                                                        when.evaluate(scope).booleanValue())
                                                .orElse(true))
                                        .findFirst()
                                        .orElseThrow()
                                        .then())
                                .containsExactly(chosen));
        assertThat(Samples.step(workflow, chosen).after()).containsExactly("virtual1");
    }

    @Test
    void theResultOfASwitchComesFromTheBranchThatRan() {
        Workflow workflow = load("example-switch/flat_workflow.yaml");

        assertThat(Samples.evaluated(
                        workflow.graph().output().orElseThrow(),
                        Samples.scope("{}", Map.of("invalid", "null", "sqrt", "{'sqrt_result':3}"))))
                .isEqualTo("{'result':3}");
    }

    @Test
    void inputNamesTheWholeStoreSoAnEarlierFunctionsOutputIsFound() {
        Workflow workflow = load("genome/flat_workflow.yaml");
        Step merge = Samples.step(workflow, "individuals_merge_00000010");

        assertThat(merge.after()).hasSizeGreaterThan(5);
        assertThat(invoked(merge)).isEqualTo("individuals-merge-00000010");
        String first = merge.after().stream().sorted().findFirst().orElseThrow();
        Step individuals = Samples.step(workflow, first);
        String file = individualsOutput(workflow, individuals);
        assertThat(input(merge, Samples.scope("{}", Map.of(first, "{'" + file + "':'data'}"))))
                .contains("'" + file + "':'data'");
    }

    @Test
    void sizesAndRuntimesAreHints() {
        Step start = Samples.step(load("wordcount/flat_workflow.yaml"), "start");

        assertThat(start.hints().runtime()).contains(Duration.ofMillis(20));
        assertThat(start.hints().outputBytes()).contains(3_383_449L + 8);
        assertThat(start.hints().memoryBytes()).contains(256L << 20);
        assertThat(start.hints().scale()).contains(3);
        assertThat(Samples.step(load("example-foreach/flat_workflow.yaml"), "square")
                        .hints()
                        .splitRatio())
                .contains(3);
    }

    @Test
    void aStandInIsToldWhatToMake() {
        Workflow workflow = Samples.load(
                "faasflow/wordcount/flat_workflow.yaml",
                Map.of("function", "stand-in", "runtimeScale", "0.5", "sizeScale", "0.001"));
        Step start = Samples.step(workflow, "start");

        assertThat(invoked(start)).isEqualTo("stand-in");
        assertThat(input(start, Samples.scope("{}", Map.of())))
                .isEqualTo("{'runtime':0.01,'outputs':{'filename':{'keys':3,'bytes':8},'file':3383},'inputs':{}}");
    }

    @Test
    void aPrefixKeepsTheFunctionsOfTwoWorkflowsApart() {
        Workflow workflow = Samples.load("faasflow/wordcount/flat_workflow.yaml", Map.of("functionPrefix", "wc-"));

        assertThat(workflow.graph().steps().stream().map(FaasFlowFilesTest::invoked))
                .isEqualTo(List.of("wc-start", "wc-count", "wc-merge"));
    }

    private static String individualsOutput(Workflow workflow, Step step) {
        Workflow profiled = Samples.load("faasflow/genome/flat_workflow.yaml", Map.of("function", "stand-in"));
        assertThat(workflow.graph().steps()).hasSameSizeAs(profiled.graph().steps());
        return invocation(Samples.step(profiled, step.name()))
                .input()
                .evaluate(Samples.scope("{}", Map.of()))
                .get("outputs")
                .propertyNames()
                .iterator()
                .next();
    }

    private static Workflow load(String file) {
        return Samples.load("faasflow/" + file, Map.of());
    }

    private static String invoked(Step step) {
        return invocation(step).function().value();
    }

    private static String input(Step step, Scope scope) {
        return String.valueOf(Samples.evaluated(invocation(step).input(), scope));
    }

    private static Action.Invoke invocation(Step step) {
        return (Action.Invoke) step.action();
    }
}
