package io.faasbatch.engine.execution;

/** Where a step is in its life. */
public enum StepStatus {
    PENDING,
    RUNNING,
    SUCCEEDED,
    /** Its condition was false; its output is null. */
    SKIPPED,
    FAILED,
    CANCELLED
}
