package io.faasbatch.engine.execution;

import io.faasbatch.engine.workflow.Workflow;
import io.faasbatch.engine.workflow.WorkflowName;
import java.util.Optional;

/** Gives the checked workflow of an execution: the version it was accepted with. */
@FunctionalInterface
public interface WorkflowLoader {

    /** @throws io.faasbatch.engine.storage.StorageUnavailableException when Redis does not answer */
    Optional<Workflow> load(WorkflowName name, String version);
}
