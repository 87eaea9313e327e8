package io.faasbatch.engine.execution;

import io.faasbatch.engine.invocation.CompletedInvocation;

/** What happens to a running execution from outside; handled one at a time by its own thread. */
sealed interface RunEvent {

    /** An invocation ended. */
    record InvocationEnded(StepRun step, ElementRun element, CompletedInvocation invocation) implements RunEvent {}

    /** The wait before the next attempt is over. */
    record AttemptDue(StepRun step, ElementRun element) implements RunEvent {}

    /** The execution's own time is up. */
    record DeadlinePassed() implements RunEvent {}
}
