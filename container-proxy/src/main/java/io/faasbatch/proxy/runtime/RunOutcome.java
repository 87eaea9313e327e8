package io.faasbatch.proxy.runtime;

import io.faasbatch.protocol.ErrorDetail;
import io.faasbatch.protocol.ValueReference;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** How one invocation ended, with what it wrote to stdout and stderr. */
public sealed interface RunOutcome {

    String logs();

    /**
     * It returned.
     *
     * @param parts by JSON pointer, values that {@code output} has null for and that are not yet written to Redis
     * @param references the same of those that are
     */
    record Returned(JsonNode output, String logs, Map<String, Part> parts, Map<String, ValueReference> references)
            implements RunOutcome {

        public Returned {
            parts = Map.copyOf(parts);
            references = Map.copyOf(references);
        }

        /** A whole output. */
        public Returned(JsonNode output, String logs) {
            this(output, logs, Map.of(), Map.of());
        }

        /** An output with parts to be written. */
        public Returned(JsonNode output, String logs, Map<String, Part> parts) {
            this(output, logs, parts, Map.of());
        }
    }

    /** It threw, died, or was stopped. */
    record Failed(ErrorDetail error, String logs) implements RunOutcome {}
}
