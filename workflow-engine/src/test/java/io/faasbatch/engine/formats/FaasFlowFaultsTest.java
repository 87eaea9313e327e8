package io.faasbatch.engine.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.faasbatch.engine.definition.InvalidDefinitionException;
import io.faasbatch.engine.workflow.WorkflowName;
import io.faasbatch.engine.workflow.WorkflowText;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with an imported definition is refused with its place. */
final class FaasFlowFaultsTest {

    /** Flow style on one line each, so that a row of the table is a document; the second column is all that is found. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            {fuctions: [{name: a}]} | 1:1 functions: is required; 1:2 fuctions: unknown key; did you mean functions?
            {functions: []} | 1:13 functions: must have from 1 to 10000 functions, not 0
            {functions: [a]} | 1:14 functions[0]: must be a map, not text
            {functions: [{source: a}]} | 1:14 functions[0].name: is required
            {functions: [{name: a}, {name: a}]} | 1:25 functions[1]: there is a function a before it
            {functions: [{name: a, runtim: 1}]} | 1:24 functions[0].runtim: unknown key; did you mean runtime?
            {functions: [{name: a, runtime: x}]} | 1:33 functions[0].runtime: must be a number from 0.0 to 2592000.0
            {functions: [{name: a.b}]} | 1:21 functions[0].name: is no name of a function: [A-Za-z_][A-Za-z0-9_-]{0,62}; 1:21 functions[0].name: makes no name of a function, in lower case and with hyphens: [a-z0-9][a-z0-9-]{0,62}
            {functions: [{name: a, next: {type: jump, nodes: [a]}}]} | 1:37 functions[0].next.type: must be one of foreach, parallel, pass, switch; 1:14 functions[0]: these functions wait for each other, or for one that does: a
            {functions: [{name: a, next: {type: pass, nodes: [bb]}}, {name: b}]} | 1:51 functions[0].next.nodes[0]: unknown function bb; did you mean b?
            {functions: [{name: a, next: {type: foreach, nodes: [b]}}, {name: b}]} | 1:54 functions[0].next.nodes[0]: a foreach needs a function with an input of type key, which b has not
            {functions: [{name: a, next: {type: switch, nodes: [b], conditions: []}}, {name: b}]} | 1:69 functions[0].next.conditions: must be as many as there are nodes: 1
            {functions: [{name: a, next: {type: pass, nodes: [b], conditions: [x]}}, {name: b}]} | 1:67 functions[0].next.conditions: only a switch has conditions
            {functions: [{name: a, next: {type: switch, nodes: [b, b], conditions: [default, INPUT.x]}}, {name: b}]} | 1:73 functions[0].next.conditions[0]: default must be the last condition: those after it are never looked at
            {functions: [{name: a, next: {type: switch, nodes: [b], conditions: [INPUT.x <]}}, {name: b}]} | 1:79 functions[0].next.conditions[0]: the condition ends too early
            {functions: [{name: a, next: {type: switch, nodes: [b], conditions: [exit()]}}, {name: b}]} | 1:70 functions[0].next.conditions[0]: a value is named FUNCTION.parameter or INPUT.parameter
            {functions: [{name: a, next: {type: switch, nodes: [b], conditions: [b.x]}}, {name: b, output: {x: {type: normal}}}]} | 1:70 functions[0].next.conditions[0]: function b does not come before a-next
            {functions: [{name: a, input: {x: {type: normal, value: {function: b, parameter: y}}}}, {name: b, output: {y: {type: normal}}}]} | 1:57 functions[0].input.x.value: function b does not come before a
            {functions: [{name: a, next: {type: pass, nodes: [b]}, output: {yes: {type: normal}}}, {name: b, input: {x: {type: normal, value: {function: a, parameter: yess}}}}]} | 1:131 functions[1].input.x.value: function a has no output yess; did you mean yes?
            {functions: [{name: a, input: {x: {type: keyss, value: {function: INPUT, parameter: y}}}}]} | 1:42 functions[0].input.x.type: must be one of key, keys, normal, pass; did you mean keys?
            {functions: [{name: a}], global_output: {r: {type: pass, value: {function: c, parameter: x}}}} | 1:65 global_output.r.value: unknown function c; did you mean a?
            {functions: [{name: a, next: {type: pass, nodes: [b]}}, {name: b, next: {type: pass, nodes: [a]}}]} | 1:14 functions[0]: these functions wait for each other, or for one that does: a, b
            {functions: [{name: gone}]} | 1:21 functions[0].name: unknown function gone; deploy it first
            {functions: [{name: END, source: END}]} | 0:0 functions: has nothing to run
            {name: main, type: switch, choices: []} | 1:14 type: is FaaSFlow's nested form; deploy the flat_workflow.yaml that FaaSFlow makes of it
            {workflow: {}} | 1:12 workflow.specification: is required; 1:1 tasks: is required
            {workflow: {specification: {tasks: [{id: a, parents: [b]}]}}} | 1:37 workflow.specification.tasks[0]: unknown task b; did you mean a?
            {workflow: {specification: {tasks: [{id: a, parents: [b]}, {id: b, parents: [a]}]}}} | 0:0 workflow.specification.tasks: these tasks wait for each other: a, b
            """)
    void everyFaultIsFoundAtItsPlace(String text, String faults) {
        assertThat(faultsOf(text, null, Map.of()).split("; (?=\\d)"))
                .containsExactlyInAnyOrder(faults.split("; (?=\\d)"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            function     | Stand_In | is no name of a function: [a-z0-9][a-z0-9-]{0,62}
            function     | gone     | unknown function gone; deploy it first
            runtimeScale | -1       | must be a number from 0 to 1000
            sizeScale    | NaN      | must be a number from 0 to 1000
            work         | rest     | must be one of sleep, spin
            timeout      | 10       | must be a duration from 1ms to 30d, such as 10m
            runtimescale | 1        | unknown option; did you mean runtimeScale?
            """)
    void badOptionsAreFaults(String option, String value, String message) {
        assertThat(faultsOf("functions: [{name: a}]", null, Map.of(option, value)))
                .contains(message);
    }

    @Test
    void functionInfoIsCheckedAgainstTheFunctions() {
        String info = "workflow: w\nfunctions:\n- {nam: a}\n- {name: bb, image: x}\nmax_container: 1\n";

        assertThat(faultsOf("functions: [{name: a}, {name: b}]", info, Map.of()))
                .contains("3:4 function_info.yaml:functions[0].nam: unknown key; did you mean name?")
                .contains("4:10 function_info.yaml:functions[1].name: unknown function bb; did you mean b?")
                .contains("5:1 function_info.yaml:max_container: unknown key; did you mean max_containers?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"example-switch/workflow.yaml", "example-switch/workflow2.yaml", "example-foreach/workflow.yaml"
            })
    void theNestedFormIsToldFromTheFlatOne(String file) {
        assertThat(faultsOf(Samples.text("faasflow/" + file), null, Map.of())).contains("nested form");
    }

    @Test
    void theNativeLanguageHasNoOptions() {
        assertThat(faultsOf("steps: {a: {function: a}}", null, Map.of("runtimeScale", "1")))
                .contains("options.runtimeScale: has no meaning");
        assertThat(faultsOf("steps: {a: {function: a}}", "functions: []", Map.of()))
                .contains("flat_workflow.yaml only");
    }

    private static String faultsOf(String text, @Nullable String functionInfo, Map<String, String> options) {
        InvalidDefinitionException refused = catchThrowableOfType(
                InvalidDefinitionException.class,
                () -> new WorkflowFormats()
                        .read(
                                new WorkflowName("w"),
                                new WorkflowText(text, functionInfo, options),
                                function -> !function.value().equals("gone"),
                                _ -> true));
        assertThat(refused).as(text).isNotNull();
        return refused.faults().stream()
                .map(fault -> fault.line() + ":" + fault.column() + " " + fault.path() + ": " + fault.message())
                .collect(Collectors.joining("; "));
    }
}
