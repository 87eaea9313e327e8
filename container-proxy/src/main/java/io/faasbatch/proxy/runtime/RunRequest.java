package io.faasbatch.proxy.runtime;

import io.faasbatch.protocol.InvocationContext;
import java.time.Instant;
import tools.jackson.databind.JsonNode;

/** One invocation to run. The caller enforces {@code deadline}; user code is only told. */
public record RunRequest(String id, JsonNode input, InvocationContext context, Instant deadline) {}
