package io.faasbatch.engine.faasflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.faasbatch.engine.workflow.ExpressionException;
import io.faasbatch.engine.workflow.Scope;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.NullNode;

final class ConditionTest {

    private static final Scope SCOPE =
            Scope.of(JsonMapper.shared().readTree("""
                    {"zero": 0, "one": 1, "two": 2, "half": 0.5, "big": 1e999999999, "text": "abc", "empty": "", "yes": true, "no": false,
                     "list": [1, "a"], "object": {"k": 1}, "nothing": null}"""), _ -> Optional.empty(), NullNode.getInstance());

    /** Python's own answers. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            INPUT.one                               | true
            INPUT.zero                              | false
            INPUT.empty                             | false
            INPUT.nothing                           | false
            INPUT.missing                           | false
            INPUT.list                              | true
            not INPUT.list                          | false
            INPUT.one < INPUT.two                   | true
            INPUT.one<INPUT.two                     | true
            INPUT.one < INPUT.half                  | false
            INPUT.one <= 1.0                        | true
            INPUT.one == 1                          | true
            INPUT.one == '1'                        | false
            INPUT.yes == 1                          | true
            INPUT.text == "abc"                     | true
            INPUT.text != 'abc'                     | false
            INPUT.text < 'abd'                      | true
            0 < INPUT.one < 2                       | true
            0 < INPUT.two < 2                       | false
            INPUT.zero or INPUT.text                | true
            INPUT.zero and INPUT.missing.x          | ERROR
            INPUT.zero or INPUT.one and INPUT.empty | false
            (INPUT.zero or INPUT.one) and 1         | true
            not INPUT.zero and not INPUT.empty      | true
            INPUT.nothing is None                   | true
            INPUT.one is not None                   | true
            'b' in INPUT.text                       | true
            'a' in INPUT.list                       | true
            'k' in INPUT.object                     | true
            2 not in INPUT.list                     | true
            -1 < INPUT.zero                         | true
            INPUT.big > 1                           | true
            True                                    | true
            INPUT.one == True                       | true
            """)
    void conditionsMeanWhatTheyMeanInPython(String text, String expected) {
        assertThat(outcome(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"INPUT.text < 1", "INPUT.missing < 1", "1 in INPUT.one", "INPUT.list < INPUT.list"})
    void whatCannotBeComparedIsAnErrorAsInPython(String text) {
        assertThatExceptionOfType(ExpressionException.class)
                .isThrownBy(() -> test(text))
                .withMessageStartingWith("condition " + text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "INPUT",
                "INPUT.",
                "exit()",
                "INPUT.x()",
                "INPUT.x[0]",
                "INPUT.a.b",
                "1 +",
                "1 + 1",
                "a = 1",
                "lambda: 1",
                "__import__('os').system('ls')",
                "INPUT.x if 1 else 2",
                "'open",
                "é",
                "1 is 2",
                "not",
                "()",
                "1 2",
                "'\\n'"
            })
    void whatIsNoConditionIsRefused(String text) {
        assertThatExceptionOfType(ConditionSyntaxException.class).isThrownBy(() -> parse(text));
    }

    @Test
    void depthAndLengthAreLimited() {
        assertThatExceptionOfType(ConditionSyntaxException.class)
                .isThrownBy(() -> parse("(".repeat(2_000) + "1" + ")".repeat(2_000)));
        assertThatExceptionOfType(ConditionSyntaxException.class).isThrownBy(() -> parse("not ".repeat(1_000) + "1"));
        assertThatExceptionOfType(ConditionSyntaxException.class)
                .isThrownBy(() -> parse("'" + "x".repeat(ConditionParser.CHARACTERS) + "'"));
        assertThat(outcome("1 and ".repeat(600) + "1")).isEqualTo("true");
    }

    @Test
    void anyTextIsEitherRefusedOrGivesTrueFalseOrAnError() {
        List<String> words = List.of(
                "INPUT",
                ".",
                "one",
                "two",
                "text",
                "list",
                "missing",
                "big",
                "<",
                "<=",
                "==",
                "!=",
                "in",
                "not",
                "is",
                "and",
                "or",
                "(",
                ")",
                "None",
                "True",
                "1",
                "0.5",
                "1e400",
                "-",
                "'a'",
                "\"b\"",
                "\\",
                "'",
                "[",
                "+",
                "INPUT.one",
                "INPUT.list",
                "INPUT.nothing",
                "INPUT.big",
                " ",
                "é",
                "\n",
                "1e999999999");
        long seed = 20221;
        var random = new Random(seed);
        for (int i = 0; i < 200_000; i++) {
            var text = new StringBuilder();
            for (int length = random.nextInt(12); length > 0; length--) {
                text.append(words.get(random.nextInt(words.size())));
                text.append(random.nextBoolean() ? " " : "");
            }
            assertThat(outcome(text.toString())).as("seed %s: %s", seed, text).isIn("true", "false", "ERROR");
        }
    }

    private static String outcome(String text) {
        try {
            return Boolean.toString(test(text));
        } catch (ConditionSyntaxException | ExpressionException e) {
            return "ERROR";
        }
    }

    private static boolean test(String text) throws ConditionSyntaxException {
        return new Condition.Test(parse(text), text).evaluate(SCOPE).booleanValue();
    }

    private static Condition parse(String text) throws ConditionSyntaxException {
        return ConditionParser.parse(text, (_, parameter, _) -> new Parameter(parameter, List.of(), true));
    }
}
