package io.faasbatch.engine.container;

import io.faasbatch.grouping.FunctionId;
import io.faasbatch.protocol.InvocationResult;

/** What waits for containers, and hears when there may be a place for it and how things go. Calls return at once. */
public interface Demand {

    /** A container of the function became ready, ended an invocation or went away. */
    void roomFreed(FunctionId function);

    /** The worker may start a container again. */
    void capacityFreed();

    /** A container has answered for an invocation of the function. */
    void answered(FunctionId function, InvocationResult result);
}
