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
                fault(
                        one("timeout: 1s"),
                        "2:6 steps.a: must say what it does, with one of function, steps, parallel, workflow, wait, set, pass, fail, succeed, switch"),
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
                        "2:35 steps.a.input: item exists only inside a foreach: in the input of its step, and in steps nested there"),
                fault(
                        one("function: split, foreach: '${ item }'"),
                        "2:37 steps.a.foreach: item exists only inside a foreach: in the input of its step, and in steps nested there"),
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
                        "2:33 steps.a.foreach: must be an expression such as ${ input.items }, a list or a map"),
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

    /** Each step, and its faults: those of the whole language beyond functions. */
    static Stream<Arguments> languageFaults() {
        return Stream.of(
                fault(
                        one("function: split, wait: 1s"),
                        "2:30 steps.a.wait: the step has function already; it can do one thing only"),
                fault(
                        one("wait: 1s, retry: {attempts: 2}, timeout: 1s, foreach: [1], maxParallel: 1"),
                        "2:17 steps.a.retry: " + workOnly("wait"),
                        "2:39 steps.a.timeout: " + workOnly("wait"),
                        "2:52 steps.a.foreach: " + workOnly("wait"),
                        "2:66 steps.a.maxParallel: " + workOnly("wait")),
                fault(
                        one("set: 1, input: 1"),
                        "2:15 steps.a.input: applies only to a step with function, steps, parallel, workflow, pass, not to one with set"),
                fault(
                        one("succeed: 1, output: 1"),
                        "2:19 steps.a.output: a step with succeed has no output of its own"),
                fault(
                        one("function: split, maxParallel: 0, foreach: []"),
                        "2:37 steps.a.maxParallel: must be a whole number from 1 to 1000000"),
                fault(
                        one("function: split, maxParallel: 2"),
                        "2:37 steps.a.maxParallel: limits a foreach, and the step has none"),
                fault(one("wait: soon"), "2:13 steps.a.wait: " + DURATION),
                fault(one("wait: -1"), "2:13 steps.a.wait: " + DURATION),
                fault(one("wait: 31d"), "2:13 steps.a.wait: " + DURATION),
                fault(one("wait: true"), "2:13 steps.a.wait: " + DURATION),
                fault(
                        one("wait: [1]"),
                        "2:13 steps.a.wait: must be a duration such as 10s, an expression, or a map with until, not a list"),
                fault(one("wait: {}"), "2:13 steps.a.wait.until: is required"),
                fault(
                        one("wait: {until: tomorrow}"),
                        "2:21 steps.a.wait.until: must be an instant such as 2030-01-31T08:00:00Z, or an expression that gives one"),
                fault(
                        one("function: split, retry: {attempts: 1, on: Timeout}"),
                        "2:49 steps.a.retry.on: must be a list, not text"),
                fault(one("pass: false"), "2:13 steps.a.pass: must be true"),
                fault(one("pass: 'true'"), "2:13 steps.a.pass: must be true"),
                fault(
                        one("fail: {message: x, tpye: X}"),
                        "2:13 steps.a.fail.type: is required",
                        "2:26 steps.a.fail.tpye: unknown key; did you mean type?"),
                fault(one("fail: {type: a b}"), "2:20 steps.a.fail.type: is no type of an error, such as OrderRefused"),
                fault(one("fail: X"), "2:13 steps.a.fail: must be a map, not text"),
                fault(one("workflow: nope"), "2:17 steps.a.workflow: unknown workflow nope; deploy it first"),
                fault(one("workflow: No"), "2:17 steps.a.workflow: is no name of a workflow: [a-z0-9][a-z0-9-]{0,62}"),
                fault(one("steps: {}"), "2:14 steps.a.steps: must have from 1 to 10000 steps, not 0"),
                fault(one("steps: [1]"), "2:14 steps.a.steps: must be a map, not a list"),
                fault(one("parallel: {x: 1}"), "2:21 steps.a.parallel.x: must be a map, not a whole number"),
                fault(
                        one("parallel: {x: {after: [y], catch: {then: y}, function: split}, y: {switch: []}}"),
                        "2:22 steps.a.parallel.x.after: " + BRANCH,
                        "2:34 steps.a.parallel.x.catch: " + BRANCH,
                        "2:74 steps.a.parallel.y.switch: " + BRANCH,
                        "2:82 steps.a.parallel.y.switch: must have at least one case"),
                fault(
                        one("parallel: {x: {set: 1}, y: {set: '${ steps.x.output }'}}"),
                        "2:44 steps.a.parallel.y.set: the branches of parallel run at the same time and cannot use each other; x is one"),
                fault(
                        one("steps: {a: {set: 1}}"),
                        "2:15 steps.a.steps.a: a step of a graph around this one has the same name"),
                fault(
                        one("steps: {b: {set: '${ steps.a.output }'}}"),
                        "2:28 steps.a.steps.b.set: the step is nested in a, which has no output yet"),
                fault(
                        one("steps: {c: {set: 1, after: [b]}}") + "  b: {set: 1}\n",
                        "2:35 steps.a.steps.c.after[0]: step b is of a graph around this one; only an expression can name it"),
                fault(
                        one("steps: {b: {set: 1}}, output: '${ steps.b.output }'"),
                        "2:41 steps.a.output: unknown step b; did you mean a?"),
                fault(
                        one("function: split, output: '${ item }', foreach: []"),
                        "2:36 steps.a.output: item exists only inside a foreach: in the input of its step, and in steps nested there"),
                fault(one("set: '${ result }'"), "2:16 steps.a.set: result exists only in the output of a step"),
                fault(
                        one("set: '${ error.type }'"),
                        "2:16 steps.a.set: error exists only in onFailure; a step that handles an error sees it as steps.NAME.error"),
                fault(
                        one("set: 1") + "  b: {set: '${ steps.a.error }'}\n",
                        "3:16 steps.b.set: the error of a step can be seen only where it is caught, and a has no catch"),
                fault(
                        one("set: 1") + "  b: {set: '${ steps.a.status }'}\n",
                        "3:16 steps.b.set: a step has only output and error, no status"));
    }

    /** Each text, and its faults: switches, handlers and what stands beside the steps. */
    static Stream<Arguments> routeFaults() {
        return Stream.of(
                fault(one("switch:"), "2:14 steps.a.switch: is required"),
                fault(one("switch: 1"), "2:15 steps.a.switch: must be a list, not a whole number"),
                fault(
                        one("switch: [x]"),
                        "2:16 steps.a.switch[0]: must be a map with when and then, or with default, not text"),
                fault(
                        one("switch: [{}]"),
                        "2:16 steps.a.switch[0].when: is required",
                        "2:16 steps.a.switch[0].then: is required"),
                fault(
                        one("switch: [{when: 1, then: 2}]"),
                        "2:23 steps.a.switch[0].when: must be an expression such as ${ input.ready }, or true or false",
                        "2:32 steps.a.switch[0].then: must be the name of a step or a list of names, not a whole number"),
                fault(
                        one("switch: [{default: b, when: true}, {when: true, then: [b, b, c, a]}]") + "  b: {set: 1}\n",
                        "2:26 steps.a.switch[0].default: stands alone, without when and then",
                        "2:26 steps.a.switch[0].default: must be the last case",
                        "2:65 steps.a.switch[1].then[1]: names b a second time",
                        "2:68 steps.a.switch[1].then[2]: unknown step c; did you mean a?",
                        "2:71 steps.a.switch[1].then[3]: the switch chooses itself"),
                fault(
                        one("switch: [{default: b}], foreach: []") + "  b: {set: 1}\n",
                        "2:31 steps.a.foreach: " + workOnly("switch")),
                fault(one("set: 1, catch: []"), "2:22 steps.a.catch: must have at least one handler"),
                fault(one("set: 1, catch: x"), "2:22 steps.a.catch: must be a map with on and then, not text"),
                fault(
                        one("set: 1, catch: {on: []}"),
                        "2:22 steps.a.catch.then: is required",
                        "2:27 steps.a.catch.on: names no type of an error; leave it out to handle every error"),
                fault(one("set: 1, catch: {then: a}"), "2:29 steps.a.catch.then: the step handles its own error"),
                fault(one("set: 1, catch: {then: z}"), "2:29 steps.a.catch.then: unknown step z; did you mean a?"),
                fault(
                        one("set: 1, catch: [{then: b}, {on: [Timeout], then: b}]") + "  b: {set: 1}\n",
                        "2:34 steps.a.catch[1]: is never reached: the one before it has no on and so handles every error"),
                fault(
                        one("switch: [{default: b}], after: [b]") + "  b: {set: 1}\n",
                        "2:3 steps.a: the steps wait for each other: a -> b -> a"),
                fault(
                        one("set: '${ steps.b.output }', catch: {then: b}") + "  b: {set: 1}\n",
                        "2:3 steps.a: the steps wait for each other: a -> b -> a"),
                fault(
                        one("steps: {x: {set: '${ steps.b.output }'}}") + "  b: {set: 1, after: [a]}\n",
                        "2:3 steps.a: the steps wait for each other: a -> b -> a"),
                fault(
                        one("steps: {x: {set: 1, after: [y]}, y: {set: 1, after: [x]}}"),
                        "2:15 steps.a.steps.x: the steps wait for each other: x -> y -> x"),
                fault(one("set: 1") + "retention: 0s\n", "3:12 retention: must be from 1s to 365d"),
                fault(one("set: 1") + "retention: 366d\n", "3:12 retention: must be from 1s to 365d"),
                fault(one("set: 1") + "onFailure: split\n", "3:12 onFailure: must be a map, not text"),
                fault(
                        one("set: 1") + "onFailure: {function: split, after: [a], catch: {then: a}, foreach: []}\n",
                        "3:30 onFailure.after: does not work in onFailure, which runs once and alone",
                        "3:42 onFailure.catch: does not work in onFailure, which runs once and alone",
                        "3:60 onFailure.foreach: does not work in onFailure, which runs once and alone"),
                fault(
                        "steps:\n  onFailure: {set: 1}\nonFailure: {function: split}\n",
                        "3:12 onFailure: a step has the same name"));
    }

    private static final String DURATION = "must be a duration such as 10s or 1.5h, or seconds, from 0s to 30d";
    private static final String BRANCH = "does not work in a branch of parallel: it does not know the others";

    private static String workOnly(String kind) {
        return "applies only to a step with function, steps, parallel, workflow, not to one with " + kind;
    }

    @ParameterizedTest
    @MethodSource({"faults", "languageFaults", "routeFaults"})
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
    void tooManyStepsAndTooDeepGraphsAreRefused() {
        var text = new StringBuilder("steps:\n  a:\n    steps:\n");
        for (int i = 0; i < WorkflowParser.MOST_STEPS; i++) {
            text.append("      s%d: {set: 1}\n".formatted(i));
        }
        assertThat(faultsOf(text.toString()))
                .containsExactly("4:7 steps.a.steps: more than 10000 steps in all, nested ones counted");
        assertThat(faultsOf(WorkflowLanguageTest.nested(WorkflowParser.DEEPEST + 1))
                        .getFirst())
                .endsWith(": more than 16 graphs around this one");
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
                () -> new WorkflowParser().parse(new WorkflowName("w"), text, WorkflowFaultsTest::exists, _ -> false));
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
