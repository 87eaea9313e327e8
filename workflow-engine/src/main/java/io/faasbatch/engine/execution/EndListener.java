package io.faasbatch.engine.execution;

/** Hears of executions that ended on this worker, once their end is in Redis. */
@FunctionalInterface
public interface EndListener {

    void ended(ExecutionId execution);
}
