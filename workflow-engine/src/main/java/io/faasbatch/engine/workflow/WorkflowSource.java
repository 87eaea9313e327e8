package io.faasbatch.engine.workflow;

import java.time.Instant;

/**
 * A deployed workflow as its author wrote it.
 *
 * @param version of the text
 * @param text was checked when it was deployed
 */
public record WorkflowSource(WorkflowName name, String version, WorkflowText text, Instant createdAt) {}
