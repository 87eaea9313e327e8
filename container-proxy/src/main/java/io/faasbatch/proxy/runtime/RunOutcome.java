package io.faasbatch.proxy.runtime;

import io.faasbatch.protocol.ErrorDetail;
import tools.jackson.databind.JsonNode;

/** How one invocation ended, with what it wrote to stdout and stderr. */
public sealed interface RunOutcome {

    String logs();

    /** It returned. */
    record Returned(JsonNode output, String logs) implements RunOutcome {}

    /** It threw, died, or was stopped. */
    record Failed(ErrorDetail error, String logs) implements RunOutcome {}
}
