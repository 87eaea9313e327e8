package io.faasbatch.engine.faasflow;

import io.faasbatch.engine.faasflow.ConditionTokens.Kind;
import io.faasbatch.engine.faasflow.ConditionTokens.Token;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.StringNode;

/**
 * Reads a condition: {@code and}, {@code or}, {@code not}, comparisons, {@code in}, {@code is None}, parentheses, numbers, texts,
 * {@code True}, {@code False}, {@code None}, and parameters as {@code FUNCTION.parameter}. For one condition and one thread.
 */
final class ConditionParser {

    /** Longest condition, in characters. */
    static final int CHARACTERS = 4096;

    /** Most parentheses and negations inside one another. */
    static final int DEPTH = 64;

    private static final int LONGEST_NUMBER = 64;
    private static final Set<String> WORDS = Set.of("and", "or", "not", "in", "is", "if", "else", "lambda", "for");
    private static final Map<String, JsonNode> CONSTANTS =
            Map.of("True", BooleanNode.TRUE, "False", BooleanNode.FALSE, "None", NullNode.getInstance());
    private static final Map<String, Condition.Operator> OPERATORS = Map.of(
            "==", Condition.Operator.EQUAL,
            "!=", Condition.Operator.UNEQUAL,
            "<", Condition.Operator.LESS,
            "<=", Condition.Operator.LESS_OR_EQUAL,
            ">", Condition.Operator.GREATER,
            ">=", Condition.Operator.GREATER_OR_EQUAL,
            "in", Condition.Operator.IN);

    private final ConditionTokens tokens;
    private final Names names;
    private int depth;

    /** Finds parameters. */
    @FunctionalInterface
    interface Names {

        /** @throws ConditionSyntaxException when the function is unknown or comes later */
        Parameter find(String function, String parameter, int offset) throws ConditionSyntaxException;
    }

    private ConditionParser(ConditionTokens tokens, Names names) {
        this.tokens = tokens;
        this.names = names;
    }

    static Condition parse(String text, Names names) throws ConditionSyntaxException {
        if (text.length() > CHARACTERS) {
            throw new ConditionSyntaxException("is longer than " + CHARACTERS + " characters", 0);
        }
        var parser = new ConditionParser(new ConditionTokens(text), names);
        Condition condition = parser.disjunction();
        if (parser.tokens.peek().kind() != Kind.END) {
            throw parser.tokens.unexpected("");
        }
        return condition;
    }

    private Condition disjunction() throws ConditionSyntaxException {
        Condition left = conjunction();
        while (tokens.takeIf("or")) {
            left = new Condition.Logic(false, left, conjunction());
        }
        return left;
    }

    private Condition conjunction() throws ConditionSyntaxException {
        Condition left = negation();
        while (tokens.takeIf("and")) {
            left = new Condition.Logic(true, left, negation());
        }
        return left;
    }

    private Condition negation() throws ConditionSyntaxException {
        if (!tokens.takeIf("not")) {
            return comparison();
        }
        enter();
        Condition operand = negation();
        depth--;
        return new Condition.Not(operand);
    }

    private Condition comparison() throws ConditionSyntaxException {
        Condition first = operand();
        List<Condition.Link> links = new ArrayList<>();
        Optional<Condition.Operator> operator = operator();
        while (operator.isPresent()) {
            links.add(new Condition.Link(operator.get(), operand()));
            operator = operator();
        }
        return links.isEmpty() ? first : new Condition.Comparison(first, links);
    }

    private Optional<Condition.Operator> operator() throws ConditionSyntaxException {
        Token token = tokens.peek();
        if (token.is("not")) {
            tokens.take();
            tokens.expect("in");
            return Optional.of(Condition.Operator.NOT_IN);
        }
        if (token.is("is")) {
            tokens.take();
            boolean negated = tokens.takeIf("not");
            if (!CONSTANTS.containsKey(tokens.peek().text())) {
                throw tokens.unexpected("; after is: None, True or False");
            }
            return Optional.of(negated ? Condition.Operator.UNEQUAL : Condition.Operator.EQUAL);
        }
        boolean known = token.kind() != Kind.TEXT && OPERATORS.containsKey(token.text());
        return known ? Optional.ofNullable(OPERATORS.get(tokens.take().text())) : Optional.empty();
    }

    private Condition operand() throws ConditionSyntaxException {
        if (tokens.takeIf("(")) {
            enter();
            Condition inner = disjunction();
            tokens.expect(")");
            depth--;
            return inner;
        }
        boolean negative = tokens.takeIf("-");
        Token token = tokens.peek();
        if (token.kind() == Kind.NUMBER) {
            tokens.take();
            return new Condition.Literal(number(token, negative));
        }
        if (negative || token.kind() == Kind.SIGN || token.kind() == Kind.END || WORDS.contains(token.text())) {
            throw tokens.unexpected("");
        }
        tokens.take();
        return token.kind() == Kind.TEXT ? new Condition.Literal(StringNode.valueOf(token.text())) : named(token);
    }

    private Condition named(Token token) throws ConditionSyntaxException {
        JsonNode constant = CONSTANTS.get(token.text());
        if (constant != null) {
            return new Condition.Literal(constant);
        }
        if (!tokens.takeIf(".")) {
            throw new ConditionSyntaxException(
                    "a value is named FUNCTION.parameter or INPUT.parameter", token.offset());
        }
        Token parameter = tokens.peek();
        if (parameter.kind() != Kind.NAME) {
            throw tokens.unexpected("; expected the name of a parameter");
        }
        tokens.take();
        if (tokens.peek().is("(") || tokens.peek().is(".") || tokens.peek().is("[")) {
            throw tokens.unexpected("; calls and parts of values are not possible in a condition");
        }
        return new Condition.Value(names.find(token.text(), parameter.text(), token.offset()));
    }

    private static JsonNode number(Token token, boolean negative) throws ConditionSyntaxException {
        if (token.text().length() > LONGEST_NUMBER) {
            throw new ConditionSyntaxException(
                    "a number has at most " + LONGEST_NUMBER + " characters", token.offset());
        }
        try {
            BigDecimal value = new BigDecimal(token.text());
            return DecimalNode.valueOf(negative ? value.negate() : value);
        } catch (NumberFormatException e) {
            throw new ConditionSyntaxException("is no number: " + token.text(), token.offset());
        }
    }

    private void enter() throws ConditionSyntaxException {
        depth++;
        if (depth > DEPTH) {
            throw tokens.unexpected("; it is nested deeper than " + DEPTH);
        }
    }
}
