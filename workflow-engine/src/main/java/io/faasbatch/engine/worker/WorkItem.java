package io.faasbatch.engine.worker;

import io.faasbatch.engine.execution.ExecutionId;
import io.faasbatch.engine.invocation.InvocationRecord;
import tools.jackson.databind.JsonNode;

/** One piece of accepted work, taken from the queue by one worker. */
public sealed interface WorkItem {

    /** The queue's own name of this delivery. */
    String receipt();

    /** An execution to run, or to go on with from its checkpoints. */
    record ExecutionWork(String receipt, ExecutionId execution) implements WorkItem {}

    /** A function call that was accepted asynchronously. */
    record InvocationWork(String receipt, InvocationRecord pending, JsonNode input) implements WorkItem {}
}
