package io.faasbatch.engine.faasflow;

import io.faasbatch.engine.workflow.ExpressionException;
import io.faasbatch.engine.workflow.Scope;
import io.faasbatch.engine.workflow.Template;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** A condition of a switch: the part of Python's expressions that such conditions are made of. Immutable, never runs code. */
sealed interface Condition {

    JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** @throws ExpressionException when values cannot be compared, as in Python */
    JsonNode value(Scope scope);

    default boolean holds(Scope scope) {
        return PythonValues.truth(value(scope));
    }

    /** A condition as what the engine evaluates: true or false. */
    record Test(Condition condition, String text) implements Template {
        @Override
        public JsonNode evaluate(Scope scope) {
            try {
                return JSON.booleanNode(condition.holds(scope));
            } catch (ExpressionException e) {
                throw new ExpressionException("condition " + text + ": " + e.getMessage(), e);
            } catch (ArithmeticException | IllegalArgumentException e) {
                throw new ExpressionException("condition " + text + ": a number is out of range", e);
            }
        }
    }

    record Literal(JsonNode value) implements Condition {
        @Override
        public JsonNode value(Scope scope) {
            return value;
        }
    }

    record Value(Parameter parameter) implements Condition {
        @Override
        public JsonNode value(Scope scope) {
            return scope.look(parameter.evaluate(scope));
        }
    }

    record Not(Condition operand) implements Condition {
        @Override
        public JsonNode value(Scope scope) {
            return JSON.booleanNode(!operand.holds(scope));
        }
    }

    /** Gives the first operand that decides, as Python does. */
    record Logic(boolean and, Condition left, Condition right) implements Condition {
        @Override
        public JsonNode value(Scope scope) {
            JsonNode first = left.value(scope);
            return PythonValues.truth(first) == and ? right.value(scope) : first;
        }
    }

    /** {@code a < b < c} is {@code a < b and b < c}. */
    record Comparison(Condition first, List<Link> links) implements Condition {

        public Comparison {
            links = List.copyOf(links);
        }

        @Override
        public JsonNode value(Scope scope) {
            JsonNode left = first.value(scope);
            for (Link link : links) {
                JsonNode right = link.right().value(scope);
                if (!link.operator().test(left, right)) {
                    return JSON.booleanNode(false);
                }
                left = right;
            }
            return JSON.booleanNode(true);
        }
    }

    /** One operator of a comparison and what stands right of it. */
    record Link(Operator operator, Condition right) {}

    /** How two values are compared. */
    enum Operator {
        EQUAL,
        UNEQUAL,
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL,
        IN,
        NOT_IN;

        boolean test(JsonNode left, JsonNode right) {
            return switch (this) {
                case EQUAL -> PythonValues.equal(left, right);
                case UNEQUAL -> !PythonValues.equal(left, right);
                case LESS -> PythonValues.order(left, right) < 0;
                case LESS_OR_EQUAL -> PythonValues.order(left, right) <= 0;
                case GREATER -> PythonValues.order(left, right) > 0;
                case GREATER_OR_EQUAL -> PythonValues.order(left, right) >= 0;
                case IN -> PythonValues.contains(right, left);
                case NOT_IN -> !PythonValues.contains(right, left);
            };
        }
    }
}
