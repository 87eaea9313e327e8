package io.faasbatch.engine.execution;

/**
 * The right to go on with an execution. Each claim makes a new token, larger than all before; whoever comes with an older one is refused.
 *
 * @param token fencing token, from 1
 */
public record Ownership(ExecutionId execution, long token) {}
