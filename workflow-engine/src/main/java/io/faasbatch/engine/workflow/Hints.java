package io.faasbatch.engine.workflow;

import java.time.Duration;
import java.util.Optional;

/**
 * What an imported definition says of a step's cost; for placement, never for the result.
 *
 * @param runtime of one invocation
 * @param outputBytes of one invocation
 * @param memoryBytes of one invocation
 * @param scale how many containers the author foresaw
 * @param splitRatio how many elements the author foresaw
 */
public record Hints(
        Optional<Duration> runtime,
        Optional<Long> outputBytes,
        Optional<Long> memoryBytes,
        Optional<Integer> scale,
        Optional<Integer> splitRatio) {

    public static final Hints NONE =
            new Hints(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
