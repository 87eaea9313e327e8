package io.faasbatch.engine.workflow;

import io.faasbatch.engine.definition.Faults;
import io.faasbatch.engine.definition.Suggestion;
import io.faasbatch.engine.definition.YamlList;
import io.faasbatch.engine.definition.YamlMap;
import io.faasbatch.engine.definition.YamlNumbers;
import io.faasbatch.engine.definition.YamlScalar;
import io.faasbatch.engine.definition.YamlValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Turns values of a definition into templates, checks every name their expressions use and notes the steps among them. For one
 * step, or the output of the workflow.
 */
final class TemplateReader {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> ROOTS = List.of("input", "steps", "execution");
    private static final List<String> ELEMENT_ROOTS = List.of("input", "steps", "execution", "item", "index");
    private static final int LONGEST_DECIMAL = 17;

    private final Set<String> known;
    private final String self;
    private final Faults faults;
    private final Set<String> used = new LinkedHashSet<>();
    private boolean inElement;

    /** @param self the step whose templates these are; empty for the workflow's output */
    TemplateReader(Set<String> known, String self, Faults faults) {
        this.known = known;
        this.self = self;
        this.faults = faults;
    }

    /** The steps that the expressions read so far name. */
    Set<String> used() {
        return used;
    }

    /** What follows is evaluated once per element of a foreach. */
    void enterElement() {
        inElement = true;
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

    /** An expression alone, or a list. */
    Optional<Template> elements(YamlValue value) {
        int before = faults.count();
        Template template = read(value);
        if (template instanceof Templates.Value || template instanceof Templates.OfArray) {
            return Optional.of(new Templates.Elements(template));
        }
        faultUnlessAny(before, value, "must be an expression such as ${ input.items }, or a list");
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
        List<String> roots = inElement ? ELEMENT_ROOTS : ROOTS;
        String root = reference.root();
        if (root.equals("steps")) {
            return step(reference);
        }
        if (root.equals(ExpressionReference.EVAL)) {
            return "$eval is not allowed: the steps it names would not be known before it runs";
        }
        if (root.equals(ExpressionReference.WHOLE)) {
            return "say which part of the scope is meant: " + String.join(", ", roots);
        }
        if (roots.contains(root)) {
            return "";
        }
        return ELEMENT_ROOTS.contains(root)
                ? root + " exists only in the input of a step with foreach"
                : "unknown name " + root + "; an expression sees " + String.join(", ", roots)
                        + Suggestion.of(root, roots);
    }

    private String step(ExpressionReference reference) {
        if (reference.names().isEmpty()) {
            return "say which step is meant, as in steps.NAME.output";
        }
        String name = reference.names().getFirst();
        if (name.equals(self)) {
            return "the step refers to its own output";
        }
        if (!known.contains(name)) {
            return "unknown step " + name + hint(name);
        }
        used.add(name);
        boolean output =
                reference.names().size() < 2 || reference.names().get(1).equals("output");
        return output ? "" : "a step has only output, no " + reference.names().get(1);
    }

    /** A dash outside of backquotes is a minus to JSONata, and cuts the name short. */
    private String hint(String name) {
        return known.stream()
                .filter(step -> step.startsWith(name + "-"))
                .findFirst()
                .map(step -> "; a name with a dash needs backquotes: steps.`" + step + "`.output")
                .orElseGet(() -> Suggestion.of(name, known));
    }
}
