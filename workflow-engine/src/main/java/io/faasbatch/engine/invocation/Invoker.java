package io.faasbatch.engine.invocation;

import java.util.concurrent.CompletableFuture;

/** The one entrance to running functions on this worker. */
public interface Invoker {

    /**
     * Accepts one invocation. The future always completes normally, with a record whose status says how the invocation
     * ended: a function's error is a result, not an exception here. Cancelling the future cancels the invocation.
     *
     * @throws CapacityException when the function or the worker has too much waiting already, or is shutting down
     */
    CompletableFuture<CompletedInvocation> invoke(InvocationRequest request);
}
