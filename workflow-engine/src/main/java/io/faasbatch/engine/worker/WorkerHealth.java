package io.faasbatch.engine.worker;

/** Whether a worker can do its work, with a sentence for each part that a person can act on. */
public record WorkerHealth(boolean sandboxUp, String sandbox, boolean redisUp, String redis) {}
