package io.faasbatch.protocol;

import java.util.List;

/** Body of {@code POST /batch}: invocations to run in parallel. */
public record BatchRequest(String batchId, List<BatchInvocation> invocations) {

    public BatchRequest {
        Required.text("batchId", batchId);
        invocations = invocations == null ? List.of() : List.copyOf(invocations);
    }
}
