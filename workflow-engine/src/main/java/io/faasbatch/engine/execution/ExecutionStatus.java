package io.faasbatch.engine.execution;

/** Where an execution is in its life. */
public enum ExecutionStatus {
    PENDING,
    RUNNING,
    SUCCEEDED,
    FAILED,
    CANCELLED,
    TIMED_OUT;

    /** Whether nothing will change any more. */
    public boolean ended() {
        return this != PENDING && this != RUNNING;
    }
}
