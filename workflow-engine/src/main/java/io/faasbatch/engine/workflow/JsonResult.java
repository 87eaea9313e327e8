package io.faasbatch.engine.workflow;

import com.dashjoin.jsonata.Jsonata;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Turns what the JSONata library gives into JSON. For one result. */
final class JsonResult {

    /** Most values an expression may make; those it only passes on do not count. */
    static final int VALUES = 1_000_000;

    /** Most arrays and objects inside one another. */
    static final int DEPTH = 200;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private int values;

    private JsonResult() {}

    /** No value becomes null. */
    static JsonNode of(@Nullable Object result) {
        return new JsonResult().convert(result, 0);
    }

    private JsonNode convert(@Nullable Object value, int depth) {
        values++;
        if (values > VALUES || depth > DEPTH) {
            throw new ExpressionException("makes more than " + VALUES + " values or nests them deeper than " + DEPTH);
        }
        return switch (value) {
            case null -> JSON.nullNode();
            case JsonView.OfObject view -> view.node();
            case JsonView.OfArray view -> view.node();
            case String text -> JSON.stringNode(text);
            case Boolean bool -> JSON.booleanNode(bool);
            case Number number -> number(number);
            case Map<?, ?> map -> object(map, depth);
            case List<?> list -> array(list, depth);
            default -> other(value);
        };
    }

    private ObjectNode object(Map<?, ?> map, int depth) {
        ObjectNode object = JSON.objectNode();
        map.forEach((key, value) -> object.set(String.valueOf(key), convert(value, depth + 1)));
        return object;
    }

    private ArrayNode array(List<?> list, int depth) {
        ArrayNode array = JSON.arrayNode();
        list.forEach(item -> array.add(convert(item, depth + 1)));
        return array;
    }

    private static JsonNode number(Number number) {
        return switch (number) {
            case Integer whole -> JSON.numberNode((int) whole);
            case Long whole -> JSON.numberNode((long) whole);
            case Short whole -> JSON.numberNode((short) whole);
            case BigInteger whole -> JSON.numberNode(whole);
            case BigDecimal decimal -> JSON.numberNode(decimal);
            case Float single -> JSON.numberNode((float) single);
            default -> finite(number.doubleValue());
        };
    }

    private static JsonNode finite(double number) {
        if (!Double.isFinite(number)) {
            throw new ExpressionException("gives " + number + ", which JSON cannot hold");
        }
        return JSON.numberNode(number);
    }

    private static JsonNode other(Object value) {
        if (value.equals(Jsonata.NULL_VALUE)) {
            return JSON.nullNode();
        }
        throw new ExpressionException("gives a function, which is no JSON");
    }
}
