package io.faasbatch.engine.faasflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of a condition, one after the other. For one thread. */
final class ConditionTokens {

    /** What a word is. */
    enum Kind {
        NAME,
        NUMBER,
        TEXT,
        SIGN,
        END
    }

    /** @param text of a {@link Kind#TEXT} without its quotes, else as written */
    record Token(Kind kind, String text, int offset) {

        boolean is(String sign) {
            return (kind == Kind.SIGN || kind == Kind.NAME) && text.equals(sign);
        }
    }

    private static final Pattern WORD = Pattern.compile("""
            \\s*+(?:(?<name>[A-Za-z_][A-Za-z0-9_]*+)\
            |(?<number>(?:[0-9]++(?:\\.[0-9]*+)?|\\.[0-9]++)(?:[eE][+-]?[0-9]++)?)\
            |(?<text>'[^'\\\\]*+(?:\\\\.[^'\\\\]*+)*+'|"[^"\\\\]*+(?:\\\\.[^"\\\\]*+)*+")\
            |(?<sign><=|>=|==|!=|\\*\\*|//|[-+*/%<>().,\\[\\]{}:&|^~=!])\
            |(?<end>\\z))""");

    private final List<Token> tokens = new ArrayList<>();
    private int next;

    ConditionTokens(String text) throws ConditionSyntaxException {
        Matcher words = WORD.matcher(text);
        int at = 0;
        while (tokens.isEmpty() || tokens.getLast().kind() != Kind.END) {
            if (!words.find(at) || words.start() != at) {
                throw new ConditionSyntaxException("a condition cannot have this character", at);
            }
            tokens.add(token(words));
            at = words.end();
        }
    }

    Token peek() {
        return tokens.get(next);
    }

    Token take() {
        Token token = tokens.get(next);
        next = Math.min(next + 1, tokens.size() - 1);
        return token;
    }

    /** Takes the next word if it is this one. */
    boolean takeIf(String sign) {
        boolean found = peek().is(sign);
        if (found) {
            take();
        }
        return found;
    }

    void expect(String sign) throws ConditionSyntaxException {
        if (!takeIf(sign)) {
            throw unexpected("; expected " + sign);
        }
    }

    ConditionSyntaxException unexpected(String hint) {
        Token token = peek();
        String what =
                token.kind() == Kind.END ? "the condition ends too early" : "cannot have " + token.text() + " here";
        return new ConditionSyntaxException(what + hint, token.offset());
    }

    private static Token token(Matcher words) throws ConditionSyntaxException {
        for (Kind kind : List.of(Kind.NAME, Kind.NUMBER, Kind.SIGN)) {
            String group = kind.name().toLowerCase(Locale.ROOT);
            if (words.group(group) != null) {
                return new Token(kind, words.group(group), words.start(group));
            }
        }
        String quoted = words.group("text");
        return quoted == null
                ? new Token(Kind.END, "", words.end())
                : new Token(Kind.TEXT, unquoted(quoted, words.start("text")), words.start("text"));
    }

    private static String unquoted(String quoted, int offset) throws ConditionSyntaxException {
        var text = new StringBuilder();
        for (int i = 1; i < quoted.length() - 1; i++) {
            char one = quoted.charAt(i);
            if (one == '\\') {
                i++;
                one = quoted.charAt(i);
                if (one != '\\' && one != '\'' && one != '"') {
                    throw new ConditionSyntaxException("only \\\\, \\' and \\\" can be escaped", offset + i - 1);
                }
            }
            text.append(one);
        }
        return text.toString();
    }
}
