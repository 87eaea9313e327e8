package io.faasbatch.proxy.runtime;

/** Why an invocation is stopped before its end. */
public enum StopReason {
    /** Its deadline passed. */
    DEADLINE,
    /** Somebody asked for it. */
    CANCELLED,
    /** The container is shutting down. */
    SHUTDOWN
}
