package io.faasbatch.engine.container;

import io.faasbatch.grouping.FunctionId;
import java.util.HashMap;
import java.util.Map;

/**
 * How many invocations a container's memory admits. Nobody says how much an invocation needs, so it is learned as congestion is in a network
 * (additive increase, multiplicative decrease): a function has no bound until a container of it was killed for its memory with several in flight; then half of those may be in
 * flight, and one more after every batch's worth that ended well. A container that is nearly full takes nothing more until something has ended. Owned by {@link ContainerPool} and used under its lock only.
 */
final class MemoryRoom {

    /** Share of a container's limit in use at which it takes nothing more. */
    static final double NEARLY_FULL = 0.92;

    static final int UNBOUNDED = Integer.MAX_VALUE;
    private static final int MOST_FUNCTIONS = 10_000;

    private final Map<FunctionId, Bound> bounds = new HashMap<>();

    /** Most in flight, and how many ended well since it was last changed. */
    private record Bound(int most, int endedWell) {}

    /** A container of the function was killed for its memory while {@code inFlight} invocations were in it. */
    void killed(FunctionId function, int inFlight) {
        int half = Math.max(1, inFlight / 2);
        if (bounds.size() < MOST_FUNCTIONS || bounds.containsKey(function)) {
            bounds.merge(
                    function, new Bound(half, 0), (old, fresh) -> new Bound(Math.min(old.most(), fresh.most()), 0));
        }
    }

    /** One invocation alone was too much: that it had company says nothing of the function. */
    void culpritFound(FunctionId function) {
        bounds.remove(function);
    }

    void endedWell(FunctionId function) {
        bounds.computeIfPresent(
                function,
                (id, bound) -> bound.endedWell() + 1 < bound.most()
                        ? new Bound(bound.most(), bound.endedWell() + 1)
                        : new Bound(bound.most() + 1, 0));
    }

    /** How many more the container may take. */
    int of(Container container) {
        if (container.nearlyFull()) {
            return 0;
        }
        Bound bound = bounds.get(container.functionId);
        return bound == null ? UNBOUNDED : Math.max(0, bound.most() - container.load());
    }
}
