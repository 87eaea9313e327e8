package io.faasbatch.engine.workflow;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A checked workflow: its graph has no cycle, every step is reachable and every expression parses.
 *
 * @param steps at least one, in the order of the text; names are unique
 * @param output of the execution; empty means the outputs of the steps nothing follows, by name
 * @param timeout of an execution
 */
public record Workflow(
        WorkflowName name, String version, List<Step> steps, Optional<Template> output, Duration timeout) {

    public Workflow {
        steps = List.copyOf(steps);
    }
}
