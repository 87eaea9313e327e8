package io.faasbatch.grouping.keepalive;

import io.faasbatch.grouping.ContainerId;
import io.faasbatch.grouping.FunctionId;
import java.util.List;
import java.util.OptionalLong;

/**
 * Decides how long containers without work are kept. It is told what happens and answers questions; it removes and starts
 * nothing itself.
 *
 * <p>Moments are nanoseconds of one clock that never goes back, chosen by the owner. Not thread-safe: the owner calls it
 * under the lock that guards its containers; no call waits.
 */
public interface KeepAlive {

    /** {@link #expiry} of a container that is kept until its memory or its place is needed. */
    long NEVER = Long.MAX_VALUE;

    /** The name under which the policy is chosen in configuration. */
    String name();

    /** An invocation of the function arrived. */
    void arrived(FunctionId function, long now);

    /** A container of the function serves. Told once for each, before {@link #idle}. */
    void started(ContainerId container, FunctionId function);

    /** A container ran out of work, or serves and was given none. */
    void idle(IdleContainer container);

    /** A container is gone, for whatever reason but {@link #evicted}. */
    void removed(ContainerId container, FunctionId function);

    /** A container was removed because its memory or place was needed: one of those that {@link #victims} named. */
    void evicted(IdleContainer container);

    /**
     * When an idle container is to be removed, {@link #NEVER} for not before its memory is needed. Asked anew at each sweep: what
     * arrives meanwhile may change the answer.
     */
    long expiry(IdleContainer container);

    /** When a function that has no container should be given one ahead of its next invocation; empty for not at all. */
    OptionalLong prewarm(FunctionId function);

    /** All of these containers, the one whose removal costs least first. */
    List<IdleContainer> victims(List<IdleContainer> idle);
}
