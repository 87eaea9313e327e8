package io.faasbatch.engine.workflow;

import io.faasbatch.engine.definition.Faults;
import io.faasbatch.engine.definition.YamlList;
import io.faasbatch.engine.definition.YamlMap;
import io.faasbatch.engine.definition.YamlNumbers;
import io.faasbatch.engine.definition.YamlScalar;
import io.faasbatch.engine.definition.YamlValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Turns values of a definition into templates, checks every name their expressions use and notes the steps among them. For one
 * step, or for expressions that belong to none.
 */
final class TemplateReader {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int LONGEST_DECIMAL = 17;

    private final OpenStep step;
    private final Visible visible;
    private final Faults faults;

    /** @param step whose templates these are */
    TemplateReader(OpenStep step, Visible visible, Faults faults) {
        this.step = step;
        this.visible = visible;
        this.faults = faults;
    }

    /** For the same step, where expressions see other names. */
    TemplateReader seeing(Visible other) {
        return new TemplateReader(step, other, faults);
    }

    Visible visible() {
        return visible;
    }

    Template read(YamlValue value) {
        return switch (value) {
            case YamlMap map -> {
                Map<String, Template> fields = new LinkedHashMap<>();
                map.values().forEach((key, field) -> fields.put(key, read(field)));
                yield new Templates.OfObject(fields);
            }
            case YamlList list ->
                new Templates.OfArray(list.items().stream().map(this::read).toList());
            case YamlScalar scalar -> scalar(scalar);
        };
    }

    /** An expression alone, or a boolean. */
    Optional<Template> condition(YamlValue value) {
        int before = faults.count();
        Template template = read(value);
        if (template instanceof Templates.Value(Expression expression)) {
            return Optional.of(new Templates.Condition(expression));
        }
        if (template instanceof Templates.Literal(JsonNode literal) && literal.isBoolean()) {
            return Optional.of(template);
        }
        faultUnlessAny(before, value, "must be an expression such as ${ input.ready }, or true or false");
        return Optional.empty();
    }

    /** An expression alone, a list or a map. */
    Optional<Template> elements(YamlValue value) {
        int before = faults.count();
        Template template = read(value);
        boolean collection = template instanceof Templates.OfArray || template instanceof Templates.OfObject;
        if (collection || template instanceof Templates.Value) {
            return Optional.of(new Templates.Elements(template));
        }
        faultUnlessAny(before, value, "must be an expression such as ${ input.items }, a list or a map");
        return Optional.empty();
    }

    private void faultUnlessAny(int before, YamlValue value, String message) {
        if (faults.count() == before) {
            faults.add(value, message);
        }
    }

    private Template scalar(YamlScalar scalar) {
        return switch (scalar.kind()) {
            case TEXT -> text(scalar);
            case BOOLEAN -> new Templates.Literal(JSON.booleanNode(Boolean.parseBoolean(scalar.text())));
            case NULL -> new Templates.Literal(JSON.nullNode());
            case INTEGER, DECIMAL -> number(scalar);
        };
    }

    private Template number(YamlScalar scalar) {
        Optional<BigDecimal> number = YamlNumbers.exact(scalar);
        if (number.isEmpty()) {
            faults.add(scalar, "is a number JSON cannot hold");
            return new Templates.Literal(JSON.nullNode());
        }
        return new Templates.Literal(json(number.get(), scalar.kind()));
    }

    private static JsonNode json(BigDecimal number, YamlScalar.Kind kind) {
        if (kind == YamlScalar.Kind.INTEGER) {
            boolean fits = number.toBigInteger().bitLength() < Long.SIZE;
            return fits ? whole(number.longValue()) : JSON.numberNode(number.toBigInteger());
        }
        boolean exact = number.precision() <= LONGEST_DECIMAL && Double.isFinite(number.doubleValue());
        return exact ? JSON.numberNode(number.doubleValue()) : JSON.numberNode(number);
    }

    private static JsonNode whole(long number) {
        return number == (int) number ? JSON.numberNode((int) number) : JSON.numberNode(number);
    }

    private Template text(YamlScalar scalar) {
        if (!scalar.text().contains("${")) {
            return new Templates.Literal(JSON.stringNode(scalar.text()));
        }
        try {
            List<TemplateText.Piece> pieces = TemplateText.split(scalar.text());
            return isAlone(pieces)
                    ? new Templates.Value(expression(scalar, pieces.getFirst()))
                    : pieces(scalar, pieces);
        } catch (ExpressionSyntaxException e) {
            faults.add(scalar.path(), scalar.placeOf(e.offset()), String.valueOf(e.getMessage()));
            return new Templates.Literal(JSON.nullNode());
        }
    }

    /** A block's last newline is no text around an expression. */
    private static boolean isAlone(List<TemplateText.Piece> pieces) {
        return pieces.getFirst().expression()
                && (pieces.size() == 1
                        || (pieces.size() == 2
                                && pieces.getLast().text().replace("\n", "").isEmpty()));
    }

    private Template pieces(YamlScalar scalar, List<TemplateText.Piece> pieces) throws ExpressionSyntaxException {
        List<Template> templates = new ArrayList<>();
        for (TemplateText.Piece piece : pieces) {
            templates.add(
                    piece.expression()
                            ? new Templates.Value(expression(scalar, piece))
                            : new Templates.Literal(JSON.stringNode(piece.text())));
        }
        return new Templates.Text(templates);
    }

    private Expression expression(YamlScalar scalar, TemplateText.Piece piece) throws ExpressionSyntaxException {
        try {
            Expression expression = Expression.parse(piece.text());
            for (ExpressionReference reference : expression.references()) {
                String fault = check(reference);
                if (!fault.isEmpty()) {
                    faults.add(scalar.path(), scalar.placeOf(piece.offset() + reference.offset()), fault);
                }
            }
            return expression;
        } catch (ExpressionSyntaxException e) {
            throw new ExpressionSyntaxException(String.valueOf(e.getMessage()), piece.offset() + e.offset(), e);
        }
    }

    /** @return what is wrong, or nothing */
    private String check(ExpressionReference reference) {
        return switch (reference.root()) {
            case "steps" -> step(reference.names());
            case ExpressionReference.EVAL ->
                "$eval is not allowed: the steps it names would not be known before it runs";
            case ExpressionReference.WHOLE ->
                "say which part of the scope is meant: " + String.join(", ", visible.names());
            default -> visible.fault(reference.root());
        };
    }

    private String step(List<String> names) {
        if (names.isEmpty()) {
            return "say which step is meant, as in steps.NAME.output";
        }
        return step.name(names.getFirst(), names.stream().skip(1).findFirst());
    }
}
