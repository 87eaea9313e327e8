package io.faasbatch.engine.workflow;

import com.dashjoin.jsonata.Parser.Symbol;
import java.util.ArrayList;
import java.util.List;

/**
 * Walks an expression's syntax tree and notes what it takes from the scope. A name counts only where the scope is the context:
 * {@code input.steps} is a field of the input, and inside a filter names are those of the filtered values. For one expression.
 */
final class ReferenceFinder {

    private static final String CONTEXT = "";
    private static final String ROOT = "$";

    private final String text;
    private final List<ExpressionReference> found = new ArrayList<>();

    private ReferenceFinder(String text) {
        this.text = text;
    }

    static List<ExpressionReference> find(String text, Symbol root) {
        var finder = new ReferenceFinder(text);
        finder.walk(root, true);
        return finder.found;
    }

    private void walk(Symbol symbol, boolean atScope) {
        switch (SyntaxTree.type(symbol)) {
            case "path" -> path(symbol, atScope);
            case "variable" -> variable(symbol, atScope);
            case "wildcard", "descendant" -> whole(symbol, atScope);
            default -> {
                // only what is inside matters
            }
        }
        inside(symbol, atScope);
    }

    private void inside(Symbol symbol, boolean atScope) {
        SyntaxTree.sameContext(symbol).forEach(child -> walk(child, atScope));
        SyntaxTree.innerContext(symbol).forEach(child -> walk(child, false));
    }

    private void path(Symbol path, boolean atScope) {
        List<Symbol> steps = SyntaxTree.steps(path);
        boolean here = atScope;
        for (int i = 0; i < steps.size(); i++) {
            Symbol step = steps.get(i);
            boolean again = isScope(step, here) && isPlainName(steps, i + 1);
            if (again) {
                inside(step, here);
            } else if (SyntaxTree.type(step).equals("name")) {
                name(steps, i, here);
                inside(step, here);
            } else {
                walk(step, here);
            }
            boolean upward = SyntaxTree.type(step).equals("parent");
            here = again || upward || (here && step.focus != null);
        }
    }

    private void name(List<Symbol> steps, int index, boolean atScope) {
        Symbol step = steps.get(index);
        boolean upward = index > 0 && SyntaxTree.type(steps.get(index - 1)).equals("parent");
        if (!atScope || (upward && !SyntaxTree.value(step).equals("steps"))) {
            return;
        }
        List<String> names = new ArrayList<>();
        int next = index;
        while (names.size() < 2 && isBare(steps.get(next)) && isPlainName(steps, next + 1)) {
            next++;
            names.add(SyntaxTree.value(steps.get(next)));
        }
        found.add(new ExpressionReference(SyntaxTree.value(step), names, start(step)));
    }

    private void variable(Symbol variable, boolean atScope) {
        if (SyntaxTree.value(variable).equals("eval")) {
            found.add(new ExpressionReference(ExpressionReference.EVAL, List.of(), start(variable)));
        } else if (isScope(variable, atScope)) {
            whole(variable, true);
        }
    }

    private void whole(Symbol symbol, boolean atScope) {
        if (atScope) {
            found.add(new ExpressionReference(ExpressionReference.WHOLE, List.of(), start(symbol)));
        }
    }

    private static boolean isScope(Symbol symbol, boolean atScope) {
        if (!SyntaxTree.type(symbol).equals("variable")) {
            return false;
        }
        String name = SyntaxTree.value(symbol);
        return name.equals(ROOT) || (atScope && name.equals(CONTEXT));
    }

    private static boolean isPlainName(List<Symbol> steps, int index) {
        return index < steps.size() && SyntaxTree.type(steps.get(index)).equals("name");
    }

    private static boolean isBare(Symbol step) {
        return step.focus == null && SyntaxTree.predicates(step).isEmpty();
    }

    /** The library notes where a token ends; quotes are not part of its value. */
    private int start(Symbol symbol) {
        int end = Math.min(SyntaxTree.end(symbol), text.length());
        int length = SyntaxTree.value(symbol).length();
        boolean quoted = end > 0 && "`'\"".indexOf(text.charAt(end - 1)) >= 0;
        boolean dollar = SyntaxTree.type(symbol).equals("variable");
        return Math.max(0, end - length - (quoted ? 2 : 0) - (dollar ? 1 : 0));
    }
}
