package io.faasbatch.engine.workflow;

import io.faasbatch.engine.storage.Page;
import java.util.Optional;

/** The deployed workflows, kept in Redis. Every call may throw {@link io.faasbatch.engine.storage.StorageUnavailableException}. */
public interface WorkflowCatalog {

    /**
     * Makes this the current version of its workflow.
     *
     * @return false when the workflow was there before, whatever its version
     */
    boolean deploy(WorkflowSource workflow);

    /** The current version. */
    Optional<WorkflowSource> find(WorkflowName name);

    /** A given version: kept as long as an execution may need it. */
    Optional<WorkflowSource> find(WorkflowName name, String version);

    Page<WorkflowSource> list(Optional<String> cursor, int limit);

    /** @return whether there was one */
    boolean delete(WorkflowName name);
}
