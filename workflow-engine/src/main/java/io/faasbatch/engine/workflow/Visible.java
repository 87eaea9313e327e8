package io.faasbatch.engine.workflow;

import io.faasbatch.engine.definition.Suggestion;
import java.util.ArrayList;
import java.util.List;

/**
 * The names an expression may begin with, beyond those that are always there.
 *
 * @param element inside a foreach
 * @param result in the output of a step
 * @param error in onFailure
 */
record Visible(boolean element, boolean result, boolean error) {

    /** In a step of a workflow. */
    static final Visible PLAIN = new Visible(false, false, false);

    /** In the step that runs when an execution fails. */
    static final Visible ON_FAILURE = new Visible(false, false, true);

    private static final List<String> ELEMENT = List.of("item", "index", "key");

    Visible withElement() {
        return new Visible(true, result, error);
    }

    Visible withResult() {
        return new Visible(element, true, error);
    }

    List<String> names() {
        List<String> names = new ArrayList<>(List.of("input", "steps", "execution"));
        if (element) {
            names.addAll(ELEMENT);
        }
        if (result) {
            names.add("result");
        }
        if (error) {
            names.add("error");
        }
        return names;
    }

    /** What is wrong with a name at the beginning; empty when nothing is. */
    String fault(String name) {
        if (names().contains(name)) {
            return "";
        }
        return switch (name) {
            case "item", "index", "key" ->
                name + " exists only inside a foreach: in the input of its step, and in steps nested there";
            case "result" -> "result exists only in the output of a step";
            case "error" -> "error exists only in onFailure; a step that handles an error sees it as steps.NAME.error";
            default ->
                "unknown name " + name + "; an expression sees " + String.join(", ", names())
                        + Suggestion.of(name, names());
        };
    }
}
