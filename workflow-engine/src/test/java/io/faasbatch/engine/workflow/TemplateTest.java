package io.faasbatch.engine.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faasbatch.engine.definition.InvalidDefinitionException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TemplateTest {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final String INPUT = """
            {"n": 3, "big": 123456789012345678901234567890, "long": 9007199254740993, "d": 2.5, "whole": 4.0,
             "one": [7], "none": [], "nested": [[1]], "nothing": null, "text": "a", "items": [{"x": 1}, {"x": 2}, {}],
             "holes": [1, null, 2], "steps": {"a": 1}}""";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "${ input.n }|3",
                "${ input.big }|123456789012345678901234567890",
                "${ input.long }|9007199254740993",
                "${ input.d }|2.5",
                "${ input.one }|[7]",
                "${ input.none }|[]",
                "${ input.nested }|[[1]]",
                "${ input.nothing }|null",
                "${ input.missing.deeper }|null",
                "${ input.holes }|[1,null,2]",
                "${ input.items }|[{\"x\":1},{\"x\":2},{}]",
                "${ input.items.x }|[1,2]",
                "${ input.items[x=1].x }|1",
                "${ [input.items[x=1].x] }|[1]",
                "${ input.items[x=1][].x }|[1]",
                "${ input.items[x=9] }|null",
                "${ [input.items[x=9]] }|[]",
                "${ input.n + 1 }|4",
                "${ input.n / 2 }|1.5",
                "${ {\"a\": input.n, \"b\": input.missing} }|{\"a\":3}",
                "${ input.steps.a }|1",
                "${ steps.split.output.chunks }|[\"only\"]",
                "${ steps.`my-step`.output }|5",
                "${ execution.id }|\"e1\"",
                "${ $map(input.items, function($v) { [$v.x, 0] }) }|[[1,0],[2,0],[0]]",
                "${ $string(input.n) & \"}\" }|\"3}\"",
                "${ $replace(\"a}b\", /\\}/, \"-\") }|\"a-b\"",
                "a ${ input.n } b ${input.whole}|\"a 3 b 4\"",
                "${ input.n }${ input.text }|\"3a\"",
                "x ${ input.nothing } ${ input.one }|\"x  [7]\"",
                "$${ input.n }|\"${ input.n }\"",
                "no expression|\"no expression\"",
            })
    void aTextBecomesAValue(String text, String expected) throws Exception {
        assertThat(evaluate(text)).hasToString(expected);
    }

    @Test
    void whatIsPassedOnIsTheSameNodeAndNotACopy() throws Exception {
        Scope scope = scope();
        assertThat(template("\"${ input.items }\"").evaluate(scope))
                .isSameAs(scope.input().get("items"));
    }

    @Test
    void everyElementOfAResultIsAnInteger() throws Exception {
        JsonNode result = evaluate("${ [1..3] }");
        assertThat(result.toString()).isEqualTo("[1,2,3]");
        assertThat(evaluate("${ $sum([1, 2]) }").isIntegralNumber()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "function($x) { $x }",
                "$count",
                "/a/",
                "{\"f\": $sum}",
                "$error(\"mine\")",
                "1 + \"a\"",
                "1 / 0",
                "( $f := function($n) { 1 + $f($n + 1) }; $f(1) )",
                "( $f := function($n) { $f($n + 1) }; $f(1) )",
                "[1..2000000]",
            })
    void whatIsNoJsonOrNeverEndsIsRefused(String expression) throws Exception {
        Template template = template("'${ " + expression + " }'");
        Scope scope = scope();
        assertThatThrownBy(() -> template.evaluate(scope))
                .isInstanceOf(ExpressionException.class)
                .hasMessageStartingWith("${ ");
    }

    @Test
    void manySmallArraysAreNotTakenForDepth() throws Exception {
        assertThat(evaluate("${ $count($map([1..5000], function($x) { [$x, $x] })) }")
                        .asInt())
                .isEqualTo(5000);
    }

    @Test
    void anExpressionSeesOnlyTheStepsItNames() throws Exception {
        assertThat(evaluate("${ $string() }").stringValue()).doesNotContain("only");
    }

    @Test
    void nestedMapsAndListsAreTemplates() throws Exception {
        Template template =
                template("{a: [\"${ input.n }\", 1, 2.50, true, null, 0x10, 99999999999999999999], b: {c: x}}");
        assertThat(template.evaluate(scope()).toString())
                .isEqualTo("{\"a\":[3,1,2.5,true,null,16,99999999999999999999],\"b\":{\"c\":\"x\"}}");
    }

    @ParameterizedTest
    @CsvSource({
        "0, false",
        "1, true",
        "'\"\"', false",
        "[], false",
        "input.missing, false",
        "input.n > 2, true",
        "null, false"
    })
    void aConditionIsTrueOrFalse(String expression, boolean expected) throws Exception {
        Step step = step("when: '${ " + expression + " }'");
        assertThat(step.when().orElseThrow().evaluate(scope()).booleanValue()).isEqualTo(expected);
    }

    @Test
    void foreachGivesAnArrayOrAnObjectOrFails() throws Exception {
        assertThat(elements("${ input.one }")).hasToString("[7]");
        assertThat(elements("${ input.steps }")).hasToString("{\"a\":1}");
        assertThat(elements("${ steps.split.output.chunks }")).hasToString("[\"only\"]");
        assertThatThrownBy(() -> elements("${ input.text }"))
                .isInstanceOf(ExpressionException.class)
                .hasMessageContaining("foreach needs an array or an object");
        assertThatThrownBy(() -> elements("${ input.missing }")).hasMessageContaining("gives null");
    }

    @Test
    void oneTemplateServesManyThreads() throws Exception {
        Template template = template("\"${ $sum($map([1..100], function($x) { $x * input.n })) }\"");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var results = IntStream.range(0, 200)
                    .mapToObj(i -> threads.submit((Callable<JsonNode>) () -> template.evaluate(
                            Scope.of(JSON.readTree("{\"n\": " + i + "}"), _ -> Optional.empty(), JSON.nullNode()))))
                    .toList();
            for (int i = 0; i < results.size(); i++) {
                assertThat(results.get(i).get().asInt()).isEqualTo(5050 * i);
            }
        }
    }

    @Test
    void theElementAndItsPlaceAreSeen() throws Exception {
        Step step = step("foreach: '${ input.one }', input: {v: '${ item }', at: '${ index }'}");
        var element = new Scope.Element(JSON.readTree("7"), 2, Optional.empty());
        Scope scope = Scope.of(JSON.nullNode(), _ -> Optional.empty(), JSON.nullNode())
                .with(element);
        assertThat(inputOf(step).evaluate(scope)).hasToString("{\"v\":7,\"at\":2}");
    }

    private static JsonNode elements(String text) throws Exception {
        return step("foreach: '" + text + "'").foreach().orElseThrow().items().evaluate(scope());
    }

    private static JsonNode evaluate(String text) throws Exception {
        return template(JSON.writeValueAsString(text)).evaluate(scope());
    }

    private static Template template(String yaml) throws InvalidDefinitionException {
        return inputOf(step("input: " + yaml));
    }

    private static Template inputOf(Step step) {
        return ((Action.Invoke) step.action()).input();
    }

    private static Step step(String rest) throws InvalidDefinitionException {
        String text = "steps:\n  split: {function: f}\n  my-step: {function: f}\n  a: {function: f, " + rest + "}\n";
        return new WorkflowParser()
                .parse(new WorkflowName("w"), text, _ -> true)
                .graph()
                .steps()
                .get(2);
    }

    private static Scope scope() {
        var outputs = Map.of("split", JSON.readTree("{\"chunks\": [\"only\"]}"), "my-step", JSON.readTree("5"));
        return Scope.of(
                JSON.readTree(INPUT),
                name -> Optional.ofNullable(outputs.get(name)).map(output -> new Scope.Outcome(output, null)),
                JSON.readTree("{\"id\": \"e1\"}"));
    }
}
