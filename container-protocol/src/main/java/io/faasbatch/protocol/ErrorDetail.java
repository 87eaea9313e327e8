package io.faasbatch.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Why something failed.
 *
 * @param type the class of the user's exception, or one of the constants here
 * @param message one line for a person
 * @param stack the user code's stack trace, where there is one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ErrorDetail(
        String type, String message, @Nullable String stack) {

    /** The deadline passed. */
    public static final String TIMEOUT = "Timeout";
    /** The invocation was cancelled from outside. */
    public static final String CANCELLED = "Cancelled";
    /** The process or container that ran the invocation died. */
    public static final String CRASHED = "ContainerCrashed";
    /** It used more memory than its container may. */
    public static final String OUT_OF_MEMORY = "OutOfMemory";

    /** The input cannot be converted to what the function takes. */
    public static final String INVALID_INPUT = "InvalidInput";
    /** What the function returned cannot be converted to JSON. */
    public static final String INVALID_OUTPUT = "InvalidOutput";
    /** The input, or a value in it, is larger than it may be. */
    public static final String INPUT_TOO_LARGE = "InputTooLarge";
    /** A value that the input names is no longer in Redis. */
    public static final String VALUE_MISSING = "ValueMissing";
    /** What the function returned is larger than a result may be. */
    public static final String OUTPUT_TOO_LARGE = "OutputTooLarge";

    public ErrorDetail {
        type = type == null ? "Error" : type;
        message = message == null ? "" : message;
    }

    /** An error without a stack trace. */
    public static ErrorDetail of(String type, @Nullable String message) {
        return new ErrorDetail(type, message == null ? "" : message, null);
    }
}
