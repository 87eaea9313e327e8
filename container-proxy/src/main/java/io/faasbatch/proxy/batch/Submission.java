package io.faasbatch.proxy.batch;

import io.faasbatch.protocol.BatchInvocation;
import io.faasbatch.protocol.InvocationResult;
import java.util.List;
import java.util.function.Consumer;

/** A batch handed to the {@link RunQueue}; equal to nothing but itself. Immutable. */
public final class Submission {

    private final List<BatchInvocation> invocations;
    private final long arrivedNanos;
    private final Consumer<InvocationResult> results;

    /**
     * @param arrivedNanos {@code System.nanoTime} when it reached the container: waiting is counted from here
     * @param results is given one result per invocation, by any thread, which must not wait in it
     */
    public Submission(List<BatchInvocation> invocations, long arrivedNanos, Consumer<InvocationResult> results) {
        this.invocations = List.copyOf(invocations);
        this.arrivedNanos = arrivedNanos;
        this.results = results;
    }

    List<BatchInvocation> invocations() {
        return invocations;
    }

    long arrivedNanos() {
        return arrivedNanos;
    }

    Consumer<InvocationResult> results() {
        return results;
    }
}
