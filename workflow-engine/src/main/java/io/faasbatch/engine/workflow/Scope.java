package io.faasbatch.engine.workflow;

import io.faasbatch.engine.value.References;
import io.faasbatch.engine.value.Values;
import io.faasbatch.protocol.ValueReference;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What expressions see.
 *
 * @param input of the execution; inside nested steps, the input of the step they are nested in
 * @param steps the steps that have ended, of the graph and of those around it
 * @param execution an object with {@code id}, {@code workflow} and {@code startedAt}
 * @param element the current one, inside a foreach
 * @param result what the step gave, in its {@code output}
 * @param values where an expression finds the values that the trees only refer to
 * @param error why the execution failed, in {@code onFailure}: an object with {@code type} and {@code message}
 */
public record Scope(
        JsonNode input,
        Results steps,
        JsonNode execution,
        Optional<Element> element,
        Optional<JsonNode> result,
        Optional<JsonNode> error,
        Values values) {

    /** One whose trees refer to nothing. */
    public Scope(
            JsonNode input,
            Results steps,
            JsonNode execution,
            Optional<Element> element,
            Optional<JsonNode> result,
            Optional<JsonNode> error) {
        this(input, steps, execution, element, result, error, Values.NONE);
    }

    /** The same, for trees that may refer to values. */
    public Scope reading(Values from) {
        return new Scope(input, steps, execution, element, result, error, from);
    }

    /** The scope of a step that has no element, result or error. */
    public static Scope of(JsonNode input, Results steps, JsonNode execution) {
        return new Scope(input, steps, execution, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** An element of a foreach and its place, from 0; {@code key} where the foreach goes over an object. */
    public record Element(JsonNode item, int index, Optional<String> key) {}

    /** How a step ended: its output, null for a skipped or failed one; and the error of a failed one that was caught. */
    public record Outcome(JsonNode output, @Nullable JsonNode error) {}

    /** Steps that have ended. */
    @FunctionalInterface
    public interface Results {

        /** Empty for a step that has not ended, or that is unknown. */
        Optional<Outcome> of(String step);
    }

    /**
     * What a value is when somebody looks into it: a JSON value that is only referred to is loaded, everything else stays as it is.
     *
     * @throws ExpressionException when it is no longer there
     */
    public JsonNode look(JsonNode value) {
        return References.of(value)
                .filter(ValueReference::isJson)
                .map(reference -> JsonView.load(reference, values))
                .orElse(value);
    }

    public Scope with(Element current) {
        return new Scope(input, steps, execution, Optional.of(current), result, error, values);
    }

    public Scope withResult(JsonNode of) {
        return new Scope(input, steps, execution, element, Optional.of(of), error, values);
    }
}
