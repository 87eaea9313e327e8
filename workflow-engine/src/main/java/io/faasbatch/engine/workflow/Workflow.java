package io.faasbatch.engine.workflow;

import java.time.Duration;
import java.util.Optional;

/**
 * A checked workflow: no cycle, every step is reachable and every expression parses.
 *
 * @param version digest of its text
 * @param timeout of an execution
 * @param retention how long an execution is kept after its end; empty for the installation's own
 * @param onFailure runs once when an execution fails or times out, before it ends; sees {@code error}
 */
public record Workflow(
        WorkflowName name,
        String version,
        Graph graph,
        Duration timeout,
        Optional<Duration> retention,
        Optional<Step> onFailure) {}
