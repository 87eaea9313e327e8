package io.faasbatch.gateway.worker;

import org.jspecify.annotations.Nullable;

/** A worker could not be reached, and nothing of the call was sent: another worker may be asked. */
final class NotSentException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotSentException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
