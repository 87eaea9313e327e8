package io.faasbatch.engine.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.faasbatch.engine.definition.Fault;
import io.faasbatch.engine.definition.InvalidDefinitionException;
import io.faasbatch.engine.function.FunctionName;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WorkflowFaultsTest {

    private static final Set<String> FUNCTIONS = Set.of("split", "count", "merge");

    /** Each text, and its faults as {@code line:column path: message}. */
    static Stream<Arguments> faults() {
        return Stream.of(
                fault("", "1:1 : the document is empty"),
                fault("- a", "1:1 : the document must be a map, not a list"),
                fault("steps: {}", "1:8 steps: must have from 1 to 10000 steps, not 0"),
                fault("timeout: 1s", "1:1 steps: is required"),
                fault("a: b: c", "1:5 : the document is not YAML: mapping values are not allowed here"),
                fault(
                        "steps:\n\ta: 1",
                        "2:1 : the document is not YAML: found character '\\t(TAB)' that cannot start any token. (Do not use \\t(TAB) for indentation)"),
                fault("a: \u0000", "1:4 : the document has a forbidden character U+0000"),
                fault(one("function: split") + "step: 1\n", "3:1 step: unknown key; did you mean steps?"),
                fault(one("function: split, after: [a]"), "2:32 steps.a.after[0]: the step is after itself"),
                fault(one("function: split, after: [b]"), "2:32 steps.a.after[0]: unknown step b; did you mean a?"),
                fault(one("function: nope"), "2:17 steps.a.function: unknown function nope; deploy it first"),
                fault(
                        one("function: Nope"),
                        "2:17 steps.a.function: is no name of a function: [a-z0-9][a-z0-9-]{0,62}"),
                fault(one("timeout: 1s"), "2:6 steps.a.function: is required"),
                fault(
                        one("function: split, timeout: 1"),
                        "2:33 steps.a.timeout: must be a duration such as 200ms, 1.5s, 10m or 1h"),
                fault(one("function: split, timeout: 2d"), "2:33 steps.a.timeout: must be from 1ms to 1d"),
                fault(
                        one("function: split, retry: {attempts: 0, jitter: 2, on: []}"),
                        "2:42 steps.a.retry.attempts: must be a whole number from 1 to 100",
                        "2:53 steps.a.retry.jitter: must be a number from 0.0 to 1.0",
                        "2:60 steps.a.retry.on: names no type of an error; leave it out to try every error again"),
                fault(
                        one("function: split, retry: {attempts: 99999999999999999999}"),
                        "2:42 steps.a.retry.attempts: must be a whole number from 1 to 100"),
                fault(
                        one("function: split, function: count"),
                        "2:24 steps.a.function: the key is here a second time; the first is on line 2"),
                fault(
                        one("function: split, input: '${ steps.b.output }'"),
                        "2:35 steps.a.input: unknown step b; did you mean a?"),
                fault(
                        one("function: split, input: '${ steps.a.output }'"),
                        "2:35 steps.a.input: the step refers to its own output"),
                fault(
                        one("function: split, input: '${ inptu.x }'"),
                        "2:35 steps.a.input: unknown name inptu; an expression sees input, steps, execution; did you mean input?"),
                fault(
                        one("function: split, input: '${ item }'"),
                        "2:35 steps.a.input: item exists only in the input of a step with foreach"),
                fault(
                        one("function: split, foreach: '${ item }'"),
                        "2:37 steps.a.foreach: item exists only in the input of a step with foreach"),
                fault(
                        one("function: split, input: { x: '${ $eval(\"steps\") }' }"),
                        "2:40 steps.a.input.x: $eval is not allowed: the steps it names would not be known before it runs"),
                fault(
                        one("function: split, input: '${ $keys(steps) }'"),
                        "2:41 steps.a.input: say which step is meant, as in steps.NAME.output"),
                fault(
                        one("function: split, input: '${ $$ }'"),
                        "2:35 steps.a.input: say which part of the scope is meant: input, steps, execution"),
                fault(one("function: split, input: '${ 1 + }'"), "2:39 steps.a.input: Unexpected end of expression"),
                fault(
                        one("function: split, input: 'x ${ 1'"),
                        "2:34 steps.a.input: the expression that starts here has no closing }"),
                fault(
                        one("function: split, when: yes"),
                        "2:30 steps.a.when: must be an expression such as ${ input.ready }, or true or false"),
                fault(
                        one("function: split, foreach: 'x ${ input }'"),
                        "2:33 steps.a.foreach: must be an expression such as ${ input.items }, or a list"),
                fault(
                        "steps:\n  a b: {function: split}\n",
                        "2:3 steps.a b: is no name of a step: [A-Za-z_][A-Za-z0-9_-]{0,62}"),
                fault("steps: [1]", "1:8 steps: must be a map, not a list"),
                fault("steps:\n  a: split\n", "2:6 steps.a: must be a map, not text"),
                fault(
                        one("function: split") + "name: other\n",
                        "3:7 name: differs from the name it is deployed under: w"),
                fault(
                        one("function: split") + "output: ${ steps.z.output }\n",
                        "3:12 output: unknown step z; did you mean a?"),
                fault(
                        "a: &a [x, x, x, x, x, x, x, x, x, x]\nb: *c\n",
                        "0:0 : the document is not YAML: the alias *c names nothing that is complete before it"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void everyFaultHasItsPlace(String text, List<String> expected) {
        assertThat(faultsOf(text)).containsExactlyElementsOf(expected);
    }

    @Test
    void aCycleIsNamedAndWhatWaitsForItIsToo() {
        String text = """
                steps:
                  a: {function: split}
                  b: {function: count, after: [a, d]}
                  c: {function: count, input: "${ steps.b.output }"}
                  d: {function: count, after: [c]}
                  e: {function: merge, after: [d]}
                """;
        assertThat(faultsOf(text))
                .containsExactly(
                        "3:3 steps.b: the steps wait for each other: b -> c -> d -> b",
                        "6:3 steps.e: can never start: it waits for d, which waits in a cycle");
    }

    @Test
    void aFaultInsideABlockOfTextHasTheLineOfTheBlock() {
        String text = """
                steps:
                  a:
                    function: split
                    input: |
                      ${
                        input.x + nope.y
                      }
                """;
        assertThat(faultsOf(text))
                .containsExactly("6:19 steps.a.input: unknown name nope; an expression sees input, steps, execution");
    }

    @Test
    void escapesBeforeAFaultDoNotMoveIt() {
        String text = "steps:\n  a: {function: split, input: \"\\u00e9 \\\"x\\\" ${ nope }\"}\n";
        assertThat(faultsOf(text))
                .containsExactly("2:48 steps.a.input: unknown name nope; an expression sees input, steps, execution");
    }

    @Test
    void aNameWithADashNeedsBackquotes() {
        String text = """
                steps:
                  my-step: {function: split}
                  b: {function: count, input: "${ steps.my-step.output }"}
                """;
        assertThat(faultsOf(text).getFirst())
                .isEqualTo(
                        "3:35 steps.b.input: unknown step my; a name with a dash needs backquotes: steps.`my-step`.output");
    }

    @Test
    void nestedAliasesAreRefusedBeforeTheyGrow() {
        var text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 30; i++) {
            text.append(
                    "a%d: &a%d [%s]\n".formatted(i, i, "*a%d, ".formatted(i - 1).repeat(10)));
        }
        assertThat(faultsOf(text.toString()))
                .containsExactly("0:0 : the document is not YAML: more than 200000 values, aliases written out");
    }

    @Test
    void deepNestingIsRefusedWithoutOverflow() {
        assertThat(faultsOf("[".repeat(500_000)))
                .containsExactly("0:0 : the document is not YAML: more than 64 maps and lists inside one another");
        assertThat(faultsOf("a: '${ " + "(".repeat(15_000) + "1" + ")".repeat(15_000) + " }'"))
                .isNotEmpty();
        assertThat(faultsOf("steps:\n  a: {function: split, input: '${ " + "[".repeat(8_000) + " }'}"))
                .hasSize(1);
    }

    @Test
    void tooLargeATextIsRefused() {
        assertThat(faultsOf("#".repeat(1024 * 1024 + 1)))
                .containsExactly("0:0 : the document is larger than 1048576 characters");
    }

    @Test
    void aThousandFaultsAreCutShort() {
        String text = "x%d: 1\n";
        String many =
                Stream.iterate(0, i -> i + 1).limit(1_000).map(text::formatted).collect(Collectors.joining());
        assertThat(faultsOf(many)).hasSize(101).endsWith("0:0 : and 901 more");
    }

    private static String one(String step) {
        return "steps:\n  a: {" + step + "}\n";
    }

    private static Arguments fault(String text, String... faults) {
        return Arguments.of(text, List.of(faults));
    }

    private static List<String> faultsOf(String text) {
        InvalidDefinitionException refused = catchThrowableOfType(
                InvalidDefinitionException.class,
                () -> new WorkflowParser().parse(new WorkflowName("w"), text, WorkflowFaultsTest::exists));
        assertThat(refused).as("the workflow is refused").isNotNull();
        return refused.faults().stream().map(WorkflowFaultsTest::text).toList();
    }

    private static boolean exists(FunctionName name) {
        return FUNCTIONS.contains(name.value());
    }

    private static String text(Fault fault) {
        return fault.line() + ":" + fault.column() + " " + fault.path() + ": " + fault.message();
    }
}
