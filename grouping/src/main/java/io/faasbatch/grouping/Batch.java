package io.faasbatch.grouping;

import java.time.Duration;
import java.util.List;

/**
 * The invocations of one group that are dispatched to one container together, in arrival order; never empty.
 *
 * @param startWait how long the container had been starting while the group waited for just that; zero when it was there, or
 *     when the batch is handed over before it is ready. Part of an invocation's cold start, as far as it was there already
 */
public record Batch<T>(String id, FunctionId function, List<T> invocations, Duration startWait) {

    public Batch {
        invocations = List.copyOf(invocations);
        if (invocations.isEmpty()) {
            throw new IllegalArgumentException("a batch has at least one invocation");
        }
        if (startWait.isNegative()) {
            throw new IllegalArgumentException("startWait must not be negative: " + startWait);
        }
    }

    /** A batch that did not wait for a container to start. */
    public Batch(String id, FunctionId function, List<T> invocations) {
        this(id, function, invocations, Duration.ZERO);
    }
}
