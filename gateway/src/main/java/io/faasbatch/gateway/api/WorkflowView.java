package io.faasbatch.gateway.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.faasbatch.engine.workflow.WorkflowSource;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A workflow as clients see it.
 *
 * @param definition its text; absent in lists
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record WorkflowView(String name, String version, @Nullable String definition, Instant createdAt) {

    static WorkflowView of(WorkflowSource source) {
        return new WorkflowView(source.name().value(), source.version(), source.text(), source.createdAt());
    }

    static WorkflowView inList(WorkflowSource source) {
        return new WorkflowView(source.name().value(), source.version(), null, source.createdAt());
    }
}
