package io.faasbatch.gateway.api;

import io.faasbatch.engine.definition.InvalidDefinitionException;
import io.faasbatch.engine.function.FunctionName;
import io.faasbatch.engine.workflow.Workflow;
import io.faasbatch.engine.workflow.WorkflowName;
import io.faasbatch.engine.workflow.WorkflowText;
import java.util.function.Predicate;

/** Reads and checks the text of a workflow. */
@FunctionalInterface
public interface WorkflowReader {

    /**
     * @param functionExists whether a function is deployed
     * @param workflowExists whether a workflow is deployed
     * @throws InvalidDefinitionException with every fault that was found
     */
    Workflow read(
            WorkflowName name,
            WorkflowText text,
            Predicate<FunctionName> functionExists,
            Predicate<WorkflowName> workflowExists)
            throws InvalidDefinitionException;
}
