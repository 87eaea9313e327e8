package io.faasbatch.engine.workflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * An expression that is nothing but names and dots, such as {@code steps.count.output.total}. It needs no JSONata as long as no
 * array is on the way, which JSONata would go through element by element; what it finds is the very node that is there.
 */
final class NamePath {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String NAME = "([A-Za-z_][A-Za-z0-9_]*|`[^`]+`)";
    private static final Pattern FORM = Pattern.compile("\\s*" + NAME + "(\\." + NAME + ")*\\s*");
    private static final Pattern NAMES = Pattern.compile(NAME);

    /** What JSONata takes for something else than a name. */
    private static final Set<String> WORDS = Set.of("and", "or", "in", "true", "false", "null", "function");

    private final String root;
    private final List<String> names;

    private NamePath(List<String> all) {
        this.root = all.getFirst();
        this.names = List.copyOf(all.subList(1, all.size()));
    }

    /** Empty when the expression is more than a path. */
    static Optional<NamePath> of(String expression) {
        if (!FORM.matcher(expression).matches()) {
            return Optional.empty();
        }
        List<String> names = new ArrayList<>();
        for (Matcher name = NAMES.matcher(expression); name.find(); ) {
            if (WORDS.contains(name.group())) {
                return Optional.empty();
            }
            names.add(name.group().replace("`", ""));
        }
        boolean wholeStep = names.getFirst().equals("steps") && names.size() < 3;
        return wholeStep ? Optional.empty() : Optional.of(new NamePath(names));
    }

    /** Null for what is not there; empty when only JSONata can tell. */
    Optional<JsonNode> find(Scope scope) {
        boolean step = root.equals("steps");
        JsonNode here = step ? outcome(scope) : root(scope);
        for (String name : step ? names.subList(2, names.size()) : names) {
            if (here == null) {
                break;
            }
            if (here.isArray() || here.isPojo()) {
                return Optional.empty();
            }
            here = here.get(name);
        }
        return Optional.of(here == null ? JSON.nullNode() : here);
    }

    private @Nullable JsonNode outcome(Scope scope) {
        Scope.Outcome outcome = scope.steps().of(names.getFirst()).orElse(null);
        if (outcome == null) {
            return null;
        }
        return switch (names.get(1)) {
            case "output" -> outcome.output();
            case "error" -> outcome.error();
            default -> null;
        };
    }

    private @Nullable JsonNode root(Scope scope) {
        Optional<Scope.Element> element = scope.element();
        return switch (root) {
            case "input" -> scope.input();
            case "execution" -> scope.execution();
            case "item" -> element.map(Scope.Element::item).orElse(null);
            case "index" ->
                element.map(current -> JSON.numberNode(current.index())).orElse(null);
            case "key" ->
                element.flatMap(Scope.Element::key).map(JSON::stringNode).orElse(null);
            case "result" -> scope.result().orElse(null);
            case "error" -> scope.error().orElse(null);
            default -> null;
        };
    }
}
