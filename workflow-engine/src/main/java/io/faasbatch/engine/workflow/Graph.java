package io.faasbatch.engine.workflow;

import java.util.List;
import java.util.Optional;

/**
 * Steps that depend on each other: a workflow's, or those nested in a step.
 *
 * @param steps at least one, in the order of the text; names are unique, also among the graphs around this one
 * @param output empty means the outputs of the steps nothing follows, by name
 */
public record Graph(List<Step> steps, Optional<Template> output) {

    public Graph {
        steps = List.copyOf(steps);
    }
}
