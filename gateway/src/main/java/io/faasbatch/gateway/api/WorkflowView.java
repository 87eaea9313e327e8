package io.faasbatch.gateway.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.faasbatch.engine.workflow.WorkflowSource;
import io.faasbatch.engine.workflow.WorkflowText;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A workflow as clients see it.
 *
 * @param definition its text; absent in lists
 * @param functionInfo the second file of FaaSFlow's format, where there is one; absent in lists
 * @param options how an imported definition is read; absent in lists and where there are none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record WorkflowView(
        String name,
        String version,
        @Nullable String definition,
        @Nullable String functionInfo,
        @Nullable Map<String, String> options,
        Instant createdAt) {

    static WorkflowView of(WorkflowSource source) {
        WorkflowText text = source.text();
        return new WorkflowView(
                source.name().value(),
                source.version(),
                text.definition(),
                text.functionInfo(),
                text.options().isEmpty() ? null : text.options(),
                source.createdAt());
    }

    static WorkflowView inList(WorkflowSource source) {
        return new WorkflowView(source.name().value(), source.version(), null, null, null, source.createdAt());
    }
}
