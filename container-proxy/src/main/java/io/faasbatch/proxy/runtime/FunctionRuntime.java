package io.faasbatch.proxy.runtime;

/**
 * One loaded function. The caller sees to it that at most {@code concurrency} invocations are started and not ended;
 * {@code start} and {@code stop} are called from several threads and never wait for user code.
 */
public interface FunctionRuntime extends AutoCloseable {

    /** Starts one invocation. {@code listener} hears {@code ended} exactly once, from any thread, also after {@code close}. */
    void start(RunRequest request, RunListener listener);

    /**
     * Stops one invocation, for the given reason, which becomes the type of its error. Nothing happens when it has ended. Where
     * the user code cannot be stopped (a thread that never looks up) it is reported as ended and its later result dropped.
     */
    void stop(String invocationId, StopReason reason);

    /** Shared objects created and reused so far. */
    SharedCount shared();

    /** Ends everything that still runs. */
    @Override
    void close();
}
