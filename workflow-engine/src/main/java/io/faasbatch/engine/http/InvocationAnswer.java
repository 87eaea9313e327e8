package io.faasbatch.engine.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.faasbatch.engine.invocation.CompletedInvocation;
import io.faasbatch.engine.invocation.InvocationRecord;
import io.faasbatch.engine.value.References;
import io.faasbatch.protocol.ValueReference;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Answer of {@code POST /worker/v1/invocations}.
 *
 * @param references by JSON pointer, the values the output has null for
 */
public record InvocationAnswer(
        InvocationRecord invocation,
        String logs,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, ValueReference> references) {

    public InvocationAnswer {
        references = references == null ? Map.of() : Map.copyOf(references);
    }

    static InvocationAnswer of(CompletedInvocation completed) {
        JsonNode output = completed.invocation().output();
        if (output == null) {
            return new InvocationAnswer(completed.invocation(), completed.logs(), Map.of());
        }
        References.Apart apart = References.apart(output);
        return new InvocationAnswer(
                completed.invocation().withOutput(apart.tree()), completed.logs(), apart.references());
    }

    public CompletedInvocation completed() {
        JsonNode output = invocation.output();
        return output == null || references.isEmpty()
                ? new CompletedInvocation(invocation, logs)
                : new CompletedInvocation(invocation.withOutput(References.together(output, references)), logs);
    }
}
