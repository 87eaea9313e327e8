package io.faasbatch.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;

/**
 * Body of {@code POST /batch}: invocations to run in parallel.
 *
 * @param function the name of the one that the container is thought to have; absent means whichever it has
 */
public record BatchRequest(
        String batchId,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> function,
        List<BatchInvocation> invocations) {

    public BatchRequest {
        Required.text("batchId", batchId);
        function = function == null ? Optional.empty() : function;
        invocations = invocations == null ? List.of() : List.copyOf(invocations);
    }
}
