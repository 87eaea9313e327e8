package io.faasbatch.engine.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

class NamePathTest {

    private static final JsonNode INPUT = JsonMapper.shared().readTree("""
            {"a": {"b": {"c": 1}, "list": [{"x": 1}, {"x": 2}], "one": [{"x": 7}], "none": [], "nested": [[1]], "null": null,
             "text": "t", "or": 5, "my-name": 6, "empty": {}}, "steps": {"x": 1}, "nothing": null, "holes": [null, 1]}""");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "input",
                " input ",
                "input.a",
                "input.a.b.c",
                "input.a.b.c.d",
                "input.a.list",
                "input.a.list.x",
                "input.a.one.x",
                "input.a.one",
                "input.a.none",
                "input.a.none.x",
                "input.a.nested",
                "input.a.nested.x",
                "input.a.`null`",
                "input.a.text",
                "input.a.text.x",
                "input.a.`or`",
                "input.a.or",
                "input.a.`my-name`",
                "input.a.empty",
                "input.a.empty.x",
                "input.nothing",
                "input.nothing.x",
                "input.holes",
                "input.missing",
                "input.missing.x.y",
                "input.steps.x",
                "item",
                "item.x",
                "index",
                "key",
                "execution.id",
                "steps.done.output",
                "steps.done.output.a.b",
                "steps.done.output.a.list.x",
                "steps.done.error",
                "steps.caught.error.type",
                "steps.caught.output",
                "steps.later.output",
                "steps.later.output.x",
                "steps.done",
                "result",
                "error",
            })
    void aPathFindsWhatJsonataFinds(String path) throws Exception {
        Expression expression = Expression.parse(path);
        assertThat(expression.evaluate(scope())).isEqualTo(expression.byJsonata(scope()));
        assertThat(expression.evaluate(bare())).isEqualTo(expression.byJsonata(bare()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "input.a + 1",
                "input[0]",
                "$x",
                "input.*",
                "input.true",
                "input.a and input.b",
                "steps.done",
                "1",
                "input.'a'",
                ""
            })
    void whatIsMoreThanAPathIsLeftToJsonata(String expression) {
        assertThat(NamePath.of(expression)).isEmpty();
    }

    @Test
    void aValueThatIsNoJsonPassesUntouched() throws Exception {
        JsonNode reference = JsonNodeFactory.instance.pojoNode(new Object());
        Scope scope = Scope.of(
                JsonNodeFactory.instance.objectNode().set("large", reference),
                _ -> Optional.of(new Scope.Outcome(reference, null)),
                INPUT);
        assertThat(Expression.parse("input.large").evaluate(scope)).isSameAs(reference);
        assertThat(Expression.parse("steps.x.output").evaluate(scope)).isSameAs(reference);
    }

    private static Scope scope() {
        JsonNode error = JsonMapper.shared().readTree("{\"type\": \"Timeout\"}");
        Scope.Results results = name -> switch (name) {
            case "done" -> Optional.of(new Scope.Outcome(INPUT, null));
            case "caught" -> Optional.of(new Scope.Outcome(JsonNodeFactory.instance.nullNode(), error));
            default -> Optional.empty();
        };
        return Scope.of(INPUT, results, JsonMapper.shared().readTree("{\"id\": \"e1\"}"))
                .with(new Scope.Element(INPUT.at("/a/list/0"), 4, Optional.of("k")))
                .withResult(INPUT);
    }

    private static Scope bare() {
        return Scope.of(JsonNodeFactory.instance.arrayNode().add(INPUT), _ -> Optional.empty(), INPUT);
    }
}
