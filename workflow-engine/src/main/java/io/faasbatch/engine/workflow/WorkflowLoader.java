package io.faasbatch.engine.workflow;

import java.util.Optional;

/** Gives checked workflows. Every call may throw {@link io.faasbatch.engine.storage.StorageUnavailableException}. */
public interface WorkflowLoader {

    /** The version an execution or sub-workflow was begun with. */
    Optional<Workflow> find(WorkflowName name, String version);

    /** The current version, for a sub-workflow that begins. */
    Optional<Workflow> current(WorkflowName name);
}
