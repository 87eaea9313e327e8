package io.faasbatch.engine.invocation;

import java.util.Optional;

/** Remembers invocations, in Redis, for as long as retention says. */
public interface InvocationJournal {

    /** Writes durably before it returns: for invocations that were accepted asynchronously. */
    void write(InvocationRecord invocation);

    /**
     * Writes an ended invocation and its logs some time later, off the way of the caller. When Redis is away or slow, the oldest of too
     * many are dropped, and counted.
     */
    void writeBehind(CompletedInvocation invocation);

    Optional<InvocationRecord> find(InvocationId id);

    /** What the invocation wrote; empty when the invocation is unknown or has not ended. */
    Optional<String> logs(InvocationId id);
}
