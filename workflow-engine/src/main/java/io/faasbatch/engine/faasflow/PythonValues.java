package io.faasbatch.engine.faasflow;

import io.faasbatch.engine.workflow.ExpressionException;
import java.math.BigDecimal;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** What Python's operators make of JSON values. */
final class PythonValues {

    /** Beyond it a number is not compared exactly, which keeps numbers such as 1e999999999 cheap. */
    private static final int LARGEST_EXPONENT = 1_000;

    private PythonValues() {}

    /** Null, false, zero and what is empty are false. */
    static boolean truth(JsonNode value) {
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        if (value.isNumber()) {
            return isInfinite(value) || value.decimalValue().signum() != 0;
        }
        if (value.isString()) {
            return !value.stringValue().isEmpty();
        }
        if (value.isContainer()) {
            return !value.isEmpty();
        }
        return !value.isNull() && !value.isMissingNode();
    }

    /** Numbers are equal by value, and true is 1; what is of different kinds is not equal. */
    static boolean equal(JsonNode one, JsonNode other) {
        if (isNumeric(one) && isNumeric(other)) {
            return compareNumbers(one, other) == 0;
        }
        return one.equals(other);
    }

    /** Numbers and texts have an order, each among themselves. */
    static int order(JsonNode one, JsonNode other) {
        if (isNumeric(one) && isNumeric(other)) {
            return compareNumbers(one, other);
        }
        if (one.isString() && other.isString()) {
            return one.stringValue().compareTo(other.stringValue());
        }
        throw new ExpressionException("cannot compare " + what(one) + " with " + what(other));
    }

    /** Whether a text has a part, an array an element or an object a key. */
    static boolean contains(JsonNode whole, JsonNode part) {
        if (whole.isString() && part.isString()) {
            return whole.stringValue().contains(part.stringValue());
        }
        if (whole.isObject()) {
            return part.isString() && whole.has(part.stringValue());
        }
        if (!whole.isArray()) {
            throw new ExpressionException("cannot look for " + what(part) + " in " + what(whole));
        }
        return whole.valueStream().anyMatch(element -> equal(element, part));
    }

    private static boolean isNumeric(JsonNode value) {
        return value.isNumber() || value.isBoolean();
    }

    private static int compareNumbers(JsonNode one, JsonNode other) {
        if (isInfinite(one) || isInfinite(other)) {
            return Double.compare(rough(one), rough(other));
        }
        BigDecimal a = number(one);
        BigDecimal b = number(other);
        boolean exact = magnitude(a) <= LARGEST_EXPONENT && magnitude(b) <= LARGEST_EXPONENT;
        return exact ? a.compareTo(b) : Double.compare(a.doubleValue(), b.doubleValue());
    }

    private static long magnitude(BigDecimal value) {
        return Math.abs((long) value.precision() - value.scale());
    }

    private static BigDecimal number(JsonNode value) {
        if (value.isBoolean()) {
            return value.booleanValue() ? BigDecimal.ONE : BigDecimal.ZERO;
        }
        return value.decimalValue();
    }

    private static double rough(JsonNode value) {
        return isInfinite(value) ? value.doubleValue() : number(value).doubleValue();
    }

    /** A number beyond those of a double, or none at all. */
    private static boolean isInfinite(JsonNode value) {
        return (value.isDouble() || value.isFloat()) && !Double.isFinite(value.doubleValue());
    }

    private static String what(JsonNode value) {
        return value.getNodeType().name().toLowerCase(Locale.ROOT);
    }
}
