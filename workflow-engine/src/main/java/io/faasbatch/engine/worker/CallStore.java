package io.faasbatch.engine.worker;

import io.faasbatch.engine.invocation.CompletedInvocation;
import io.faasbatch.engine.invocation.InvocationId;
import io.faasbatch.engine.invocation.InvocationRecord;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Asynchronous calls from their acceptance to their end. What a worker writes is fenced by the token of its claim. Every call may throw
 * {@link io.faasbatch.engine.storage.StorageUnavailableException}.
 */
public interface CallStore {

    /**
     * Accepts a call: all that belongs to it is written in one atomic step.
     *
     * @param callback where its end is announced
     * @return the invocation's id: the same as before when {@code idempotencyKey} was used before for this function
     */
    String accept(InvocationRecord pending, JsonNode input, Optional<URI> callback, Optional<String> idempotencyKey);

    /** Begins the next attempt or delivery, durably. Empty when the claim was lost. */
    Optional<Begun> begin(WorkItem.InvocationWork claim);

    /**
     * Ends the claim, in one atomic step with the result.
     *
     * @param result what the attempt came to; empty leaves the record as it is
     * @return false when the claim was lost: nothing was written
     */
    boolean end(WorkItem.InvocationWork claim, Optional<CompletedInvocation> result, Next next);

    /**
     * Asks for a call to be cancelled, whether it runs or waits.
     *
     * @return false when there is no such asynchronous call, or it has ended
     */
    boolean cancel(InvocationId id);

    /**
     * What was begun.
     *
     * @param delivering the call has ended, its callback is to be delivered
     * @param attempts begun so far
     * @param failures of the function that count against the attempts it is given
     * @param deliveries of the callback begun so far
     * @param cancelled the call is to be cancelled: no attempt was begun
     */
    record Begun(
            boolean delivering,
            int attempts,
            int failures,
            int deliveries,
            Optional<URI> callback,
            boolean cancelled) {}

    /** What follows the end of a claim. */
    sealed interface Next {

        /** Nothing: the call leaves the queue. */
        record Done() implements Next {}

        /** Another attempt. */
        record Retry(Duration pause, int failures) implements Next {}

        /** A delivery of the callback. */
        record Deliver(Duration pause, int failures) implements Next {}

        /** The dead letters. */
        record Dead(DeadLetter.Kind kind, io.faasbatch.protocol.ErrorDetail reason) implements Next {}
    }
}
