package io.faasbatch.engine.workflow;

import io.faasbatch.engine.definition.Faults;
import io.faasbatch.engine.function.FunctionName;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/** What the reading of one workflow shares: its faults, what is deployed, each asked for once, and how many steps it has. For one thread. */
final class Reading {

    private final Faults faults;
    private final Predicate<FunctionName> functionExists;
    private final Predicate<WorkflowName> workflowExists;
    private final Map<FunctionName, Boolean> functions = new HashMap<>();
    private final Map<WorkflowName, Boolean> workflows = new HashMap<>();
    private int steps;

    Reading(Faults faults, Predicate<FunctionName> functionExists, Predicate<WorkflowName> workflowExists) {
        this.faults = faults;
        this.functionExists = functionExists;
        this.workflowExists = workflowExists;
    }

    Faults faults() {
        return faults;
    }

    boolean exists(FunctionName function) {
        return functions.computeIfAbsent(function, functionExists::test);
    }

    boolean exists(WorkflowName workflow) {
        return workflows.computeIfAbsent(workflow, workflowExists::test);
    }

    /** @return whether the workflow may have so many more */
    boolean count(int more) {
        boolean within = steps <= WorkflowParser.MOST_STEPS - more;
        steps = within ? steps + more : WorkflowParser.MOST_STEPS;
        return within;
    }
}
