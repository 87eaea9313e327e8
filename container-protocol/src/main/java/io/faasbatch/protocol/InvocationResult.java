package io.faasbatch.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One line of the answer to {@code POST /batch}, written the moment the invocation ends.
 *
 * @param output present exactly when {@code status} is ok
 * @param error present exactly when {@code status} is error
 * @param logs what the invocation wrote to stdout and stderr, capped
 * @param references by JSON pointer, the values that {@code output} has null for
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record InvocationResult(
        String id,
        Status status,
        @Nullable JsonNode output,
        @Nullable ErrorDetail error,
        Timings timings,
        @Nullable String logs,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, ValueReference> references) {

    /** How an invocation ended. */
    public enum Status {
        @JsonProperty("ok")
        OK,
        @JsonProperty("error")
        ERROR
    }

    /**
     * Where the time went inside the container, in milliseconds.
     *
     * @param queueing from the batch's arrival until user code started
     * @param execution of the user code
     */
    public record Timings(double queueing, double execution) {}

    @JsonCreator
    public InvocationResult {
        timings = timings == null ? new Timings(0, 0) : timings;
        references = references == null ? Map.of() : Map.copyOf(references);
    }

    /** One whose output is whole. */
    public InvocationResult(
            String id,
            Status status,
            @Nullable JsonNode output,
            @Nullable ErrorDetail error,
            Timings timings,
            @Nullable String logs) {
        this(id, status, output, error, timings, logs, Map.of());
    }
}
