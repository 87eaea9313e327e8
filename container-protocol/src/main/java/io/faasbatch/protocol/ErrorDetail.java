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

    public ErrorDetail {
        type = type == null ? "Error" : type;
        message = message == null ? "" : message;
    }
}
