package io.faasbatch.proxy.batch;

import io.faasbatch.protocol.BatchInvocation;
import io.faasbatch.protocol.InvocationResult;
import java.util.List;
import java.util.function.Consumer;

/**
 * A batch handed to the {@link RunQueue}.
 *
 * @param arrivedNanos {@code System.nanoTime} when it reached the container: waiting is counted from here
 * @param results is given one result per invocation, on the queue's own thread, and must not block it
 */
public record Submission(List<BatchInvocation> invocations, long arrivedNanos, Consumer<InvocationResult> results) {}
