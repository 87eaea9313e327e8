package io.faasbatch.grouping.keepalive;

import io.faasbatch.grouping.ContainerId;
import io.faasbatch.grouping.FunctionId;
import java.time.Duration;

/**
 * A container that serves and has nothing to do.
 *
 * @param idleSince when it ended its last invocation, or became ready without getting one; nanoseconds of the policy's clock
 * @param memoryBytes what it holds on to, above 0
 * @param startCost how long it took until it could serve; what is lost when it is removed
 */
public record IdleContainer(ContainerId id, FunctionId function, long idleSince, long memoryBytes, Duration startCost) {

    public IdleContainer {
        if (memoryBytes < 1 || startCost.isNegative()) {
            throw new IllegalArgumentException("memoryBytes must be above 0 and startCost not negative");
        }
    }
}
