package io.faasbatch.api;

import org.jspecify.annotations.Nullable;

/**
 * A function written in Java. One instance, made with the public constructor without parameters, serves all invocations of
 * its container at the same time: it must be thread-safe.
 *
 * @param <I> what the JSON input is converted to: {@code Object} for maps, lists, strings, numbers and booleans as they
 *     are in JSON, or a record or bean of the function's own
 * @param <O> what is converted to the JSON output
 */
@FunctionalInterface
public interface Handler<I extends @Nullable Object, O extends @Nullable Object> {

    /**
     * Runs one invocation, on a virtual thread of its own.
     *
     * @param input the input, {@code null} for JSON's null
     * @return the output, {@code null} for JSON's null
     * @throws Exception to fail the invocation: its class name becomes the error's type
     */
    @Nullable
    O handle(I input, Context context) throws Exception;
}
