package io.faasbatch.engine.execution;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.faasbatch.engine.invocation.InvocationRecord;
import io.faasbatch.protocol.ErrorDetail;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What is known of one step of an execution.
 *
 * @param attempts how often it was tried, 0 before its start
 * @param output present when it ended well; kept apart from the execution's JSON shape
 * @param invocations of its last attempt, in order of the elements for a foreach; without their outputs
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StepRecord(
        String name,
        StepStatus status,
        int attempts,
        @Nullable JsonNode output,
        @Nullable ErrorDetail error,
        List<InvocationRecord> invocations) {

    public StepRecord {
        invocations = List.copyOf(invocations);
    }
}
