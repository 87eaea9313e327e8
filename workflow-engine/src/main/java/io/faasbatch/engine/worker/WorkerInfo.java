package io.faasbatch.engine.worker;

import java.time.Instant;

/**
 * One worker, as it announces itself.
 *
 * @param id survives restarts of the worker
 * @param url where its HTTP interface is reached; {@code embedded:} for one inside a gateway
 * @param sandbox {@code docker} or {@code process}
 */
public record WorkerInfo(
        String id, String url, String sandbox, int cpus, long memoryBytes, String version, Instant startedAt) {}
