package io.faasbatch.engine.workflow;

import java.time.Instant;

/**
 * A deployed workflow as its author wrote it.
 *
 * @param version SHA-256 of the text, in hex
 * @param text YAML or JSON; it was checked when it was deployed
 */
public record WorkflowSource(WorkflowName name, String version, String text, Instant createdAt) {}
