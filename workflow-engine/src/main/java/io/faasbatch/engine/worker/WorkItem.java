package io.faasbatch.engine.worker;

import io.faasbatch.engine.execution.Ownership;
import io.faasbatch.engine.invocation.InvocationRecord;
import tools.jackson.databind.JsonNode;

/** One piece of accepted work, claimed by this worker. */
public sealed interface WorkItem {

    /** The key of its claim: the same for every claim of the same work. */
    String id();

    /** An execution to run, or to go on with from its checkpoints. It leaves the queue with its end. */
    record ExecutionWork(Ownership owner) implements WorkItem {
        @Override
        public String id() {
            return owner.execution().value();
        }
    }

    /**
     * A function call that was accepted asynchronously.
     *
     * @param token fencing token of this claim
     */
    record InvocationWork(InvocationRecord pending, JsonNode input, long token) implements WorkItem {
        @Override
        public String id() {
            return pending.id();
        }
    }
}
