package io.faasbatch.engine.execution;

import io.faasbatch.engine.invocation.CompletedInvocation;

/** What happens to a running execution from outside; handled one at a time by its own thread. Who is named by an event may have ended meanwhile. */
sealed interface RunEvent {

    /** The invocation of an attempt ended. */
    record InvocationEnded(ActionRun action, int attempt, CompletedInvocation invocation) implements RunEvent {}

    /** What an action waited for is over: a wait, or the pause before its next attempt. */
    record WaitOver(ActionRun action, int attempt) implements RunEvent {}

    /** An attempt of nested steps took too long. */
    record AttemptTimedOut(ActionRun action, int attempt) implements RunEvent {}

    /** The execution's own time is up. */
    record DeadlinePassed() implements RunEvent {}

    /** Something is asked of the execution. */
    record Requested() implements RunEvent {}

    /** Another worker has the execution now. */
    record Lost() implements RunEvent {}
}
