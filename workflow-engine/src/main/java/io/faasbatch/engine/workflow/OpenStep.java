package io.faasbatch.engine.workflow;

import io.faasbatch.engine.definition.Suggestion;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A step while it is read: which steps it may name, and which it has named. Names are lexical: a nested step may name the steps of
 * the graphs around it, and then the step of that graph it is nested in has to wait. For one thread.
 */
final class OpenStep {

    /** Among more names none is looked for that may have been meant: it would take the square of their number in time. */
    private static final int MOST_SUGGESTED = 1_000;

    private final OpenGraph graph;
    private final String name;
    private final Set<String> before = new LinkedHashSet<>();

    /** @param name empty for expressions that belong to no step, such as the output of the workflow */
    OpenStep(OpenGraph graph, String name) {
        this.graph = graph;
        this.name = name;
    }

    OpenGraph graph() {
        return graph;
    }

    String name() {
        return name;
    }

    /** The steps of the same graph that it, or a step nested in it, has named. */
    Set<String> before() {
        return before;
    }

    /**
     * Notes that an expression names a step.
     *
     * @param property what it takes of the step; empty for all
     * @return what is wrong, or nothing
     */
    String name(String step, Optional<String> property) {
        for (OpenStep here = this; ; here = here.graph.around().get()) {
            if (step.equals(here.name)) {
                return here == this
                        ? "the step refers to its own output"
                        : "the step is nested in " + step + ", which has no output yet";
            }
            if (here.graph.has(step)) {
                return here.found(step, property);
            }
            if (here.graph.around().isEmpty()) {
                return "unknown step " + step + hint(step);
            }
        }
    }

    private String found(String step, Optional<String> property) {
        if (graph.role() == StepRole.BRANCH) {
            return "the branches of parallel run at the same time and cannot use each other; " + step + " is one";
        }
        before.add(step);
        return switch (property.orElse("output")) {
            case "output" -> "";
            case "error" ->
                graph.catches(step)
                        ? ""
                        : "the error of a step can be seen only where it is caught, and " + step + " has no catch";
            default -> "a step has only output and error, no " + property.orElse("");
        };
    }

    /** A dash outside of backquotes is a minus to JSONata, and cuts the name short. */
    private String hint(String step) {
        Set<String> known = visible();
        return known.stream()
                .filter(one -> one.startsWith(step + "-"))
                .findFirst()
                .map(one -> "; a name with a dash needs backquotes: steps.`" + one + "`.output")
                .orElseGet(() -> suggestion(step, known));
    }

    private static String suggestion(String step, Set<String> known) {
        return known.size() > MOST_SUGGESTED ? "" : Suggestion.of(step, known);
    }

    private Set<String> visible() {
        Set<String> names = new LinkedHashSet<>(graph.names());
        graph.around().ifPresent(outer -> names.addAll(outer.visible()));
        return names;
    }

    /** What is wrong with an edge between this step and another of its graph; empty when nothing is. */
    String edge(String other, String toItself) {
        if (other.equals(name)) {
            return toItself;
        }
        if (graph.has(other)) {
            return "";
        }
        boolean further = visible().contains(other);
        return further
                ? "step " + other + " is of a graph around this one; only an expression can name it"
                : "unknown step " + other + suggestion(other, graph.names());
    }
}
