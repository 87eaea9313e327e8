package io.faasbatch.engine.invocation;

/** Where an invocation is in its life. */
public enum InvocationStatus {
    /** Accepted, user code has not started. */
    PENDING,
    /** Sent to a container. */
    RUNNING,
    SUCCEEDED,
    FAILED,
    CANCELLED,
    TIMED_OUT
}
