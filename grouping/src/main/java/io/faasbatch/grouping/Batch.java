package io.faasbatch.grouping;

import java.util.List;

/** The invocations of one group that are dispatched to one container together, in arrival order; never empty. */
public record Batch<T>(String id, FunctionId function, List<T> invocations) {

    public Batch {
        invocations = List.copyOf(invocations);
        if (invocations.isEmpty()) {
            throw new IllegalArgumentException("a batch has at least one invocation");
        }
    }
}
