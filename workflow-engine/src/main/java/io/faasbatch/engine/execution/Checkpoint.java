package io.faasbatch.engine.execution;

import io.faasbatch.protocol.ErrorDetail;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What changed in an execution since the last checkpoint; written all together or not at all. Each changed step and each change of status is also an
 * event.
 *
 * @param status {@code RUNNING}, or how it ended
 * @param steps the changed ones as they are now, with their outputs where they ended well
 * @param removed paths of steps whose records are void, because the step around them is tried again; removed before {@code steps} are written
 * @param ending present when {@code status} is an end
 * @param parkedUntil the owner lets go of the execution, and it is claimed again then; empty to keep it
 */
public record Checkpoint(
        ExecutionStatus status,
        Instant startedAt,
        Instant deadline,
        List<StepRecord> steps,
        Set<String> removed,
        Optional<Ending> ending,
        Optional<Instant> parkedUntil) {

    public Checkpoint {
        steps = List.copyOf(steps);
        removed = Set.copyOf(removed);
    }

    /**
     * How an execution ended.
     *
     * @param retention how long it is kept; empty for the installation's own
     */
    public record Ending(
            @Nullable JsonNode output, @Nullable ErrorDetail error, Instant endedAt, Optional<Duration> retention) {}
}
