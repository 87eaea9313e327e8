package io.faasbatch.engine.execution;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.faasbatch.engine.invocation.InvocationRecord;
import io.faasbatch.protocol.ErrorDetail;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What is known of one step of an execution, or of one element of a step's foreach.
 *
 * @param name its path: the step's name; {@code count.3} for element 3 of the foreach of {@code count}; {@code both.left} for the step {@code left}
 *     nested in {@code both}; {@code each.3.left} for one nested in an element
 * @param attempts how often its action was begun, 0 before its start; one that was cut off by the end of its worker counts
 * @param failures how many of the attempts failed
 * @param output present when it ended well; kept apart from the execution's JSON shape
 * @param invocations the last attempt's, without its output; none for a step that invokes nothing itself
 * @param elements how many its foreach has, once that is known
 * @param dueAt when its wait ends, or its next attempt is made
 * @param handler the step that its error was given to
 * @param version of the sub-workflow it runs
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StepRecord(
        String name,
        StepStatus status,
        int attempts,
        int failures,
        @Nullable JsonNode output,
        @Nullable ErrorDetail error,
        List<InvocationRecord> invocations,
        @Nullable Integer elements,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Instant dueAt,
        @Nullable String handler,
        @Nullable String version) {

    public StepRecord {
        invocations = invocations == null ? List.of() : List.copyOf(invocations);
    }

    public static StepRecord pending(String name) {
        return new StepRecord(
                name, StepStatus.PENDING, 0, 0, null, null, List.of(), null, null, null, null, null, null);
    }

    /** What is left of it when the step around it is tried again: its attempts count on, so that no attempt of an invocation has the number of another. */
    StepRecord forgotten() {
        return new StepRecord(
                name, StepStatus.PENDING, attempts, 0, null, null, List.of(), null, null, null, null, null, null);
    }

    public StepRecord withOutput(@Nullable JsonNode other) {
        return new StepRecord(
                name,
                status,
                attempts,
                failures,
                other,
                error,
                invocations,
                elements,
                startedAt,
                endedAt,
                dueAt,
                handler,
                version);
    }
}
