package io.faasbatch.engine.workflow;

import com.dashjoin.jsonata.Jsonata;
import com.dashjoin.jsonata.Parser.Symbol;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parts of the JSONata library's syntax tree that it keeps to itself. It has no public way to ask what an expression uses, and
 * reading the text a second time would be a second parser that may disagree with the first. Stateless.
 */
final class SyntaxTree {

    private static final VarHandle AST = handle(Jsonata.class, "ast", Symbol.class);
    private static final VarHandle TYPE = handle(Symbol.class, "type", String.class);
    private static final VarHandle VALUE = handle(Symbol.class, "value", Object.class);
    private static final VarHandle POSITION = handle(Symbol.class, "position", int.class);
    private static final VarHandle STEPS = list("steps");
    private static final VarHandle PREDICATE = list("predicate");
    private static final List<VarHandle> LISTS = List.of(list("expressions"), list("arguments"));
    private static final List<VarHandle> ONES = List.of(
            one("expression"),
            one("procedure"),
            one("body"),
            one("lhs"),
            one("rhs"),
            one("condition"),
            one("then"),
            one("_else"));
    private static final List<VarHandle> INNER_ONES = List.of(one("pattern"), one("update"), one("delete"));
    private static final VarHandle TERMS = list("terms");

    private SyntaxTree() {}

    static Symbol root(Jsonata expression) {
        return (Symbol) AST.get(expression);
    }

    static String type(Symbol symbol) {
        Object type = TYPE.get(symbol);
        return type == null ? "" : (String) type;
    }

    /** A name, or a literal as text. */
    static String value(Symbol symbol) {
        return String.valueOf(VALUE.get(symbol));
    }

    /** The offset behind the symbol's token. */
    static int end(Symbol symbol) {
        return (int) POSITION.get(symbol);
    }

    /** Of a path, in order; of anything else none. */
    static List<Symbol> steps(Symbol symbol) {
        return symbols(STEPS.get(symbol));
    }

    /** What is evaluated in the context of the symbol itself. */
    static List<Symbol> sameContext(Symbol symbol) {
        List<Symbol> children = new ArrayList<>();
        ONES.forEach(handle -> add(children, handle.get(symbol)));
        LISTS.forEach(handle -> children.addAll(symbols(handle.get(symbol))));
        pairs(children, symbol.lhsObject);
        pairs(children, symbol.rhsObject);
        return children;
    }

    /** What is evaluated once per value that the symbol gives. */
    static List<Symbol> innerContext(Symbol symbol) {
        List<Symbol> children = new ArrayList<>();
        INNER_ONES.forEach(handle -> add(children, handle.get(symbol)));
        symbols(TERMS.get(symbol)).forEach(term -> children.addAll(sameContext(term)));
        for (Symbol filter : predicates(symbol)) {
            add(children, filter.expr);
        }
        if (symbol.group != null) {
            pairs(children, symbol.group.lhsObject);
        }
        return children;
    }

    /** Filters and index bindings. */
    static List<Symbol> predicates(Symbol symbol) {
        List<Symbol> filters = new ArrayList<>(symbols(PREDICATE.get(symbol)));
        filters.addAll(symbols(symbol.stages));
        return filters;
    }

    private static List<Symbol> symbols(@Nullable Object list) {
        List<Symbol> symbols = new ArrayList<>();
        if (list instanceof List<?> items) {
            items.forEach(item -> add(symbols, item));
        }
        return symbols;
    }

    private static void add(List<Symbol> symbols, @Nullable Object item) {
        if (item instanceof Symbol symbol) {
            symbols.add(symbol);
        }
    }

    private static void pairs(List<Symbol> symbols, @Nullable List<Symbol[]> pairs) {
        if (pairs != null) {
            pairs.forEach(pair -> symbols.addAll(List.of(pair)));
        }
    }

    private static VarHandle one(String name) {
        return handle(Symbol.class, name, Symbol.class);
    }

    private static VarHandle list(String name) {
        return handle(Symbol.class, name, List.class);
    }

    private static VarHandle handle(Class<?> owner, String name, Class<?> type) {
        try {
            return MethodHandles.privateLookupIn(owner, MethodHandles.lookup()).findVarHandle(owner, name, type);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this version of the JSONata library has no " + name, e);
        }
    }
}
