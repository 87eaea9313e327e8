package io.faasbatch.grouping;

import org.jspecify.annotations.Nullable;

/**
 * An invocation that waits to be dispatched; two are equal when they hold the same object.
 *
 * @param arrival its place in the order of arrival over all functions
 * @param at when it arrived
 */
record Pending<T>(T invocation, long arrival, long at) {

    /** Equal to whatever holds this invocation. */
    static <T> Pending<T> probe(T invocation) {
        return new Pending<>(invocation, 0, 0);
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // Identity is what is meant: equal invocations are still two.
    public boolean equals(@Nullable Object other) {
        return other instanceof Pending<?> that && that.invocation == invocation;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(invocation);
    }
}
