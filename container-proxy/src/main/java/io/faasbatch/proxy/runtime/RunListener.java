package io.faasbatch.proxy.runtime;

/** Hears of one invocation's life; calls are in order and must return quickly. */
public interface RunListener {

    /** User code is about to start. Not called when the invocation ends before. */
    void started();

    /** The invocation is over: called exactly once. */
    void ended(RunOutcome outcome);
}
